"""One page of a list: searched, filtered, and no more of it read than is shown."""

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.core.exceptions import BadRequest
from django.db.models import Q

from chaperone.access.decorators import SignedInRequest
from chaperone.registers.declared import Register, register_named
from chaperone.registers.forms import ListForm
from chaperone.registers.paging import page_url

PER_PAGE = 50


class Filter(NamedTuple):
    """A choice beside the search: ``choices`` as a form's. ``by``: the field that is compared with
    the chosen value, or what narrows the query set by it.
    """

    label: str
    choices: Sequence[tuple[str, str]]
    by: str | Callable[[Any, str], Any]


class Listing:
    """The page of a list that a request asks for, with what the toolbar and the pager need.

    ``queryset``: in its order, which must be one; or a list whose length a rule fixes. ``search``:
    fields, of which one holds every word that was typed. ``register``: the name of a declared
    register, for its files. Reads one row more than it shows, and counts nothing. Raises
    ``BadRequest`` for a question that none of its forms could ask.
    """

    def __init__(
        self,
        request: SignedInRequest,
        queryset: Any,
        *,
        search: Sequence[str] = (),
        filters: Mapping[str, Filter] | None = None,
        per_page: int = PER_PAGE,
        register: str = "",
    ) -> None:
        self.filters = dict(filters or {})
        self.form = ListForm(
            request.GET,
            filters={name: (each.label, list(each.choices)) for name, each in self.filters.items()},
        )
        if not search:
            del self.form.fields["q"]
        if not self.form.is_valid() or _doubled(request, self.form):
            raise BadRequest("A list was asked for what it does not know.")
        asked = self.form.cleaned_data
        narrowed = _found(self._filtered(queryset, asked), search, asked.get("q", ""))
        page = asked["page"] or 1
        start = (page - 1) * per_page
        found = list(narrowed[start : start + per_page + 1])
        self.rows: list[Any] = found[:per_page]
        self.first = start + 1
        self.last = start + len(self.rows)
        self.next = page_url(request, "page", page + 1 if len(found) > per_page else None)
        self.previous = page_url(request, "page", page - 1 if page > 1 else None)
        self.searched = any(value for name, value in asked.items() if name != "page")
        self.address = request.path
        self._offer_files(request, register_named(register))

    def _filtered(self, queryset: Any, asked: Mapping[str, Any]) -> Any:
        for name, each in self.filters.items():
            if value := asked[name]:
                queryset = (
                    queryset.filter(**{each.by: value})
                    if isinstance(each.by, str)
                    else each.by(queryset, value)
                )
        return queryset

    def _offer_files(self, request: SignedInRequest, register: Register | None) -> None:
        actor = request.actor
        self.exported = register.name if register and actor.may(register.read) else ""
        may_import = register and register.add and actor.may(register.manage)
        self.imported = register.name if register and may_import else ""


def _found(queryset: Any, fields: Sequence[str], words: str) -> Any:
    for each in words.split():
        anywhere = [Q(**{f"{field}__icontains": each}) for field in fields]
        queryset = queryset.filter(reduce(or_, anywhere))
    return queryset


def _doubled(request: SignedInRequest, form: ListForm) -> bool:
    """Which of two was meant cannot be known."""
    return any(len(request.GET.getlist(name)) > 1 for name in form.fields)
