"""What is asked of the record about an incident."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms

from chaperone.incidents.exposure.asking import Asked
from chaperone.incidents.models import Way

_CHOOSE = ("", "Choose one")


def moment(label: str, hint: str = "") -> forms.DateTimeField:
    """A time by the organization's clock."""
    return forms.DateTimeField(
        label=label,
        help_text=hint,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


class ExposeForm(forms.Form):
    """One trace and a time. Only the field of the trace that is chosen counts."""

    way = forms.ChoiceField(choices=Way.choices, label="By what do you ask?")
    account = forms.ChoiceField(required=False, label="Whose account")
    session = forms.UUIDField(
        required=False, label="Which sign-in", help_text="Its id, as the ledger's entries show it."
    )
    address = forms.GenericIPAddressField(required=False, label="Which network address")
    vendor = forms.ChoiceField(required=False, label="Which vendor")
    key = forms.UUIDField(
        required=False, label="Which key", help_text="Its id, as the ledger's entries show it."
    )
    device = forms.ChoiceField(required=False, label="Which device")
    since = moment("From")
    until = moment("Until", "Up to this moment.")

    def __init__(
        self,
        data: Any = None,
        *,
        choices: Mapping[str, Mapping[UUID, str]],
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        for name, found in choices.items():
            rows = [(str(each), label) for each, label in found.items()]
            self.fields[name].choices = [_CHOOSE, *rows]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        way = found.get("way", Way.SPAN)
        if way != Way.SPAN and not found.get(way) and way not in self.errors:
            self.add_error(way, "Say which one.")
        since, until = found.get("since"), found.get("until")
        if isinstance(since, datetime) and isinstance(until, datetime) and since >= until:
            self.add_error("until", "This is before it began.")
        return found

    def asked(self) -> Asked:
        """What is asked, once the form is valid."""
        said = self.cleaned_data
        subject = "" if said["way"] == Way.SPAN else str(said[said["way"]])
        return Asked(Way(said["way"]), subject, said["since"], said["until"])
