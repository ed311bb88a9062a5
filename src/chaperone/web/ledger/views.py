"""The security officer's and auditor's page of the ledger (45 CFR 164.308(a)(1)(ii)(D))."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.queries import names_of, staff_of
from chaperone.ledger.actions import append
from chaperone.ledger.mirrors.addresses import short_name
from chaperone.ledger.queries import Page, latest_checkpoint
from chaperone.ledger.queries import search as find
from chaperone.web.ledger.events import (
    LEDGER_NOT_VERIFIED,
    LEDGER_SEARCHED,
    LEDGER_VERIFIED,
)
from chaperone.web.ledger.forms import SearchForm
from chaperone.web.ledger.lines import line
from chaperone.web.ledger.verifying import Verification, verify_ledger


@require_GET
@requires("ledger.read", purpose="operations")
def search(request: SignedInRequest) -> HttpResponse:
    """What happened: search by person, member, event and time. The search itself is recorded."""
    return render(request, "ledger/search.html", _context(request))


@require_POST
@requires("ledger.read", purpose="operations")
def verify(request: SignedInRequest) -> HttpResponse:
    """Recomputes the tree and says whether it is what was signed."""
    verification = verify_ledger(request.actor)
    append(
        event=LEDGER_VERIFIED if verification.ok else LEDGER_NOT_VERIFIED,
        actor=request.actor,
        details={"size": verification.size},
    )
    if request.headers.get("HX-Request") == "true":
        return render(request, "ledger/verification_part.html", {"verification": verification})
    return render(request, "ledger/search.html", _context(request, verification))


def _context(request: SignedInRequest, verification: Verification | None = None) -> dict[str, Any]:
    actor = request.actor
    form = SearchForm(request.GET, people=staff_of(actor))
    page = Page([], None)
    if form.is_valid():
        filters = form.filters()
        page = find(actor, **filters)
        if filters:
            append(event=LEDGER_SEARCHED, actor=actor, details=_plain(filters))
    names = names_of({row.actor_id for row in page.rows if row.actor_id})
    return {
        "checkpoint": _checkpoint(),
        "pending": sum(1 for row in page.rows if row.position is None),
        "form": form,
        "entries": [line(row, names) for row in page.rows],
        "next_url": _next_url(request, page),
        "searched": any(request.GET.values()),
        "verification": verification,
    }


def _checkpoint() -> dict[str, Any] | None:
    signed = latest_checkpoint()
    if signed is None:
        return None
    return {
        "size": signed.size,
        "root": signed.root,
        "signed_at": signed.signed_at,
        "key_name": signed.note.splitlines()[0],
        "mirror": ", ".join(map(short_name, settings.CHAPERONE_MIRRORS)),
    }


def _next_url(request: SignedInRequest, page: Page) -> str:
    if page.next is None:
        return ""
    return "?" + urlencode({**request.GET.dict(), "before": str(page.next)})


def _plain(filters: dict[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in filters.items()}
