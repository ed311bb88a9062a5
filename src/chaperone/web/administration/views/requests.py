"""The request log's page (45 CFR 164.308(a)(1)(ii)(D): information system activity review)."""

from dataclasses import asdict
from typing import Any, NamedTuple
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from chaperone.access import sentences
from chaperone.access.context import also_in
from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.queries import names_of, staff_of
from chaperone.database.identifiers import PLATFORM
from chaperone.ledger.actions import append
from chaperone.registers.answers import answer
from chaperone.registers.paging import page_url
from chaperone.requestlog.events import REQUESTS_SEARCHED
from chaperone.requestlog.queries import Page, Row, Wanted, search
from chaperone.requestlog.records import Record
from chaperone.web.administration.forms.requests import NOBODYS, RequestSearchForm
from chaperone.web.words import Word

_ANSWERS = {
    2: Word("Served", "check"),
    3: Word("Sent on", "right"),
    4: Word("Refused", "refused", "warning"),
    5: Word("Failed", "bad", "danger"),
}


class Line(NamedTuple):
    """One request on the page."""

    record: Record
    who: str
    answer: Word
    intact: bool


@require_GET
@requires("requestlog.read", purpose="operations")
def requests(request: SignedInRequest) -> HttpResponse:
    """Who asked for what, from where, and what came of it. A search is itself recorded."""
    actor = request.actor
    form = RequestSearchForm(request.GET, people=staff_of(actor), on_platform=actor.on_platform)
    page = Page([], None)
    if form.is_valid():
        wanted, nobodys = form.wanted(), form.cleaned_data.get("whose") == NOBODYS
        with also_in(actor, PLATFORM if nobodys else actor.organization_id) as there:
            page = search(there, wanted)
        if nobodys or wanted != Wanted():
            whose = {"whose": NOBODYS} if nobodys else {}
            append(event=REQUESTS_SEARCHED, actor=actor, details=whose | _plain(wanted))
    names = names_of({row.record.actor_id for row in page.rows if row.record.actor_id})
    context = {
        "lines": [_line(row, names) for row in page.rows],
        "next_url": page_url(request, "before", page.next),
        "searched": any(request.GET.values()),
    }
    return answer(request, "administration/requests.html", context, form=form)


def _line(row: Row, names: dict[UUID, str]) -> Line:
    record = row.record
    name = names.get(record.actor_id) if record.actor_id else None
    answer = _ANSWERS.get(record.status // 100, Word("Other", "unknown"))
    return Line(record, sentences.who(record.actor_kind, name).name, answer, row.intact)


def _plain(wanted: Wanted) -> dict[str, Any]:
    return {name: str(value) for name, value in asdict(wanted).items() if value}
