"""The security officer's and auditor's pages of the ledger (45 CFR 164.308(a)(1)(ii)(D))."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chaperone.access.actions import record_refusal
from chaperone.access.copies import RECORD
from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import CopyNotApproved, NotReachable
from chaperone.access.queries import names_of, people_of
from chaperone.disclosures.actions import EXPORT, Asked, make_account
from chaperone.disclosures.errors import DisclosureError
from chaperone.facilities.queries.copies import usable_by
from chaperone.ledger.actions import append
from chaperone.ledger.errors import LedgerError, SearchTooWide
from chaperone.ledger.queries import (
    Page,
    Row,
    latest_checkpoint,
    mirrors_and_witnesses,
    opened_rows,
)
from chaperone.ledger.queries import search as find
from chaperone.ledger.record_events import (
    LEDGER_NOT_VERIFIED,
    LEDGER_SEARCHED,
    LEDGER_VERIFIED,
)
from chaperone.web.ledger.checking import Checked, check_entry, proof_of
from chaperone.web.ledger.chips import chips
from chaperone.web.ledger.events import ENTRY_CHECKED, ENTRY_NOT_CHECKED
from chaperone.web.ledger.forms import AccountForm, SearchForm
from chaperone.web.ledger.lines import line
from chaperone.web.ledger.packing import MOST, packed
from chaperone.web.ledger.verifying import Verification, verify_ledger

PURPOSE = "operations"


@require_GET
@requires("ledger.read", purpose=PURPOSE)
def search(request: SignedInRequest) -> HttpResponse:
    """What happened: by who, what, its outcome, what was opened, about whom, when. Recorded."""
    return render(request, "ledger/search.html", _context(request))


@require_POST
@requires("ledger.read", purpose=PURPOSE)
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


@require_GET
@requires("ledger.read", purpose=PURPOSE)
def entry(request: SignedInRequest, entry_id: UUID) -> HttpResponse:
    """One entry: who, when, where, why, what, and its proof."""
    row = _reached(request, entry_id)
    append(
        event=LEDGER_SEARCHED, actor=request.actor, members=row.members, details={"by": ["entry"]}
    )
    return render(request, "ledger/entry.html", _about(request, row))


@require_POST
@requires("ledger.read", purpose=PURPOSE)
def check(request: SignedInRequest, entry_id: UUID) -> HttpResponse:
    """Checks the entry's place in the signed tree, as an auditor would."""
    row = _reached(request, entry_id)
    checked = (
        Checked(False, 0, "It has no place in the tree yet. Try again in a few seconds.")
        if row.position is None
        else check_entry(request.actor, row.id, row.position)
    )
    append(
        event=ENTRY_CHECKED if checked.ok else ENTRY_NOT_CHECKED,
        actor=request.actor,
        details={"entry": str(row.id), "size": checked.size},
    )
    if request.headers.get("HX-Request") == "true":
        return render(request, "ledger/check_part.html", {"checked": checked})
    return render(request, "ledger/entry.html", _about(request, row) | {"checked": checked})


@require_http_methods(["GET", "POST"])
@requires("ledger.disclose", purpose=PURPOSE)
def account(request: SignedInRequest) -> HttpResponse:
    """Entries of the organization to take away, opened, with their proofs. Recorded."""
    approvals = usable_by(request.actor, frozenset({RECORD}))
    data = request.POST if request.method == "POST" else request.GET or None
    form = AccountForm(data, approvals=approvals)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            made = make_account(
                actor=request.actor,
                asked=Asked(asked["member"], asked["since"], asked["until"]),
                most=MOST,
                approval=asked["approval"],
            )
        except CopyNotApproved as refusal:
            _note_refusal(request, refusal, asked["member"])
            form.add_error("approval", str(refusal))
        except (DisclosureError, LedgerError) as problem:
            form.add_error(None, str(problem))
        else:
            return packed(made)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "most": MOST, "approvals": approvals}
    return render(request, "ledger/account.html", context, status=status)


def _note_refusal(request: SignedInRequest, refusal: CopyNotApproved, member: UUID | None) -> None:
    """In a transaction of its own, although the page goes on: who tries is seen."""
    record_refusal(
        actor=request.actor,
        route=EXPORT,
        reason=str(refusal),
        asked_for={"member": member} if member else {},
    )


def _reached(request: SignedInRequest, entry_id: UUID) -> Row:
    rows = opened_rows(request.actor, [entry_id])
    if not rows:
        raise NotReachable("There is no such entry in your organization's ledger.")
    return rows[0]


def _about(request: SignedInRequest, row: Row) -> dict[str, Any]:
    names = names_of([row.actor_id] if row.actor_id else [])
    return {
        "entry": line(row, names),
        "proof": proof_of(request.actor, row.id, row.position),
    }


def _context(request: SignedInRequest, verification: Verification | None = None) -> dict[str, Any]:
    form = SearchForm(request.GET, people=people_of(request.actor))
    page = _found(request, form) if form.is_valid() else Page([], None)
    names = names_of({row.actor_id for row in page.rows if row.actor_id})
    return {
        "checkpoint": _checkpoint(),
        "pending": sum(1 for row in page.rows if row.position is None),
        "form": form,
        "chips": chips(form),
        "entries": [line(row, names) for row in page.rows],
        "earlier_url": _beyond(request, "before", page.next),
        "later_url": _beyond(request, "after", page.previous),
        "searched": any(request.GET.values()),
        "may_disclose": request.actor.may("ledger.disclose"),
        "account_url": _account_url(form),
        "verification": verification,
    }


def _found(request: SignedInRequest, form: SearchForm) -> Page:
    """A search is recorded by its kinds of filters; a member who was asked for can see it."""
    asked = form.cleaned_data
    if kinds := form.kinds():
        members = [asked["member"]] if asked["member"] else []
        append(event=LEDGER_SEARCHED, actor=request.actor, members=members, details={"by": kinds})
    try:
        return find(request.actor, before=asked["before"], after=asked["after"], **form.filters())
    except SearchTooWide as problem:
        form.add_error(None, str(problem))
        return Page([], None)


def _checkpoint() -> dict[str, Any] | None:
    signed = latest_checkpoint()
    if signed is None:
        return None
    mirrors, witnesses = mirrors_and_witnesses()
    return {
        "size": signed.size,
        "root": signed.root,
        "signed_at": signed.signed_at,
        "key_name": signed.note.splitlines()[0],
        "mirrors": mirrors,
        "witnesses": witnesses,
    }


def _account_url(form: SearchForm) -> str:
    """An account of the member and the period that were searched for."""
    names = ("member", "since", "until")
    asked = {name: form[name].data for name in names if form[name].data and not form[name].errors}
    return reverse("ledger:account") + ("?" + urlencode(asked) if asked else "")


def _beyond(request: SignedInRequest, name: str, entry_id: UUID | None) -> str:
    """The same search, earlier or later."""
    if entry_id is None:
        return ""
    asked = {
        key: value for key, value in request.GET.items() if value and key not in ("before", "after")
    }
    return "?" + urlencode({**asked, name: str(entry_id)})
