from functools import cache
from typing import Any
from uuid import UUID

from django import forms
from django.urls import URLPattern, URLResolver, get_resolver

from chaperone.access.forms import choices_of
from chaperone.requestlog.queries import Wanted
from chaperone.requestlog.records import STATIC, UNRESOLVED
from chaperone.web.ledger.forms import PeriodForm

_STATUSES = [
    ("", "Any"),
    ("2", "Served (2xx)"),
    ("3", "Sent on (3xx)"),
    ("4", "Refused or wrong (4xx)"),
    ("5", "Failed (5xx)"),
]
NOBODYS = "nobody"
"""Stands for requests of nobody who was signed in: sign-ins, webhooks, what leads nowhere."""


class RequestSearchForm(PeriodForm):
    """Which requests are asked for. Every field may stay empty.

    ``on_platform``: asked by who runs the installation, and so also looks after what came before
    anybody had signed in.
    """

    whose = forms.ChoiceField(
        required=False,
        label="Whose",
        choices=[("", "Of people signed in here"), (NOBODYS, "Of nobody signed in")],
    )
    person = forms.ChoiceField(required=False, label="Who asked")
    route = forms.ChoiceField(required=False, label="For what")
    status = forms.ChoiceField(required=False, label="Answer", choices=_STATUSES)
    address = forms.GenericIPAddressField(
        required=False, label="From address", help_text="The whole address, such as 192.0.2.17."
    )
    before = forms.UUIDField(required=False, widget=forms.HiddenInput)
    field_order = ("whose", "person", "route", "status", "address", "since", "until", "before")

    def __init__(self, data: Any, *, people: dict[UUID, str], on_platform: bool) -> None:
        super().__init__(data)
        if not on_platform:
            del self.fields["whose"]
        self.fields["person"].choices = choices_of(people, "Anybody")  # type: ignore[attr-defined]
        routes = [(name, name) for name in route_names()]
        self.fields["route"].choices = [("", "Anything"), *routes]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """What ``requestlog.queries.search`` is asked."""
        found = {name: value for name, value in self.cleaned_data.items() if value}
        status = found.pop("status", None)
        person = found.pop("person", None)
        found.pop("whose", None)
        return Wanted(
            person=UUID(person) if person else None,
            status_class=int(status) if status else None,
            **found,
        )


@cache
def route_names() -> list[str]:
    """Every name that the log may hold, in order."""
    return sorted({*_names(get_resolver(), ""), STATIC, UNRESOLVED})


def _names(resolver: URLResolver, prefix: str) -> list[str]:
    found: list[str] = []
    for item in resolver.url_patterns:
        if isinstance(item, URLResolver):
            inner = f"{prefix}{item.namespace}:" if item.namespace else prefix
            found += _names(item, inner)
        elif isinstance(item, URLPattern) and item.name:
            found.append(prefix + item.name)
    return found
