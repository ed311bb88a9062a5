"""Whom and what an incident exposed, and the entries that prove it."""

from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.access.queries import names_of, people_of
from chaperone.facilities.queries.devices import devices_of
from chaperone.incidents.cases.pages import form_page, head_of, reach
from chaperone.incidents.errors import IncidentError
from chaperone.incidents.exposure.actions import freeze_exposure
from chaperone.incidents.exposure.elements import in_words
from chaperone.incidents.exposure.errors import NoSuchExposure
from chaperone.incidents.exposure.events import LINE_PROVED
from chaperone.incidents.exposure.forms import ExposeForm
from chaperone.incidents.exposure.lines import Line, as_text, difference, from_text
from chaperone.incidents.exposure.queries import exposure_of, proof_of
from chaperone.incidents.exposure.queries.frozen import asked_of, exposures_of, kept_exposure
from chaperone.incidents.exposure.residence import by_name
from chaperone.incidents.frame import MANAGE, PURPOSE, READ
from chaperone.incidents.models import Exposure, Incident
from chaperone.ledger.actions import append
from chaperone.ledger.errors import TooMuchUnnoted
from chaperone.ledger.queries import opened_rows
from chaperone.registers.answers import sent
from chaperone.vendors.models import Vendor

LINES = 50
_MOST_ENTRIES = 50
_DIGITS = 6


class Shown(NamedTuple):
    """A line of an exposure for people, who see a member's id and nothing else of them."""

    member: UUID
    entries: int
    seen: list[str]
    could: list[str]


@require_GET
@requires(READ, purpose=PURPOSE)
def exposure(request: SignedInRequest, incident_id: UUID) -> HttpResponse:
    """Whom and what did it expose?"""
    case = reach(request.actor, incident_id)
    kept = exposures_of(request.actor, case)
    people = names_of({each.frozen_by for each in kept})
    context = {
        "kept": kept,
        "latest": kept[0] if kept else None,
        "states": by_name(kept[0].by_state) if kept else [],
        "people": people,
    }
    return _page(request, case, "incidents/exposure.html", context)


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def expose(request: SignedInRequest, incident_id: UUID) -> HttpResponse:
    """Asks the record, and keeps what it answers."""
    case = reach(request.actor, incident_id)
    form = ExposeForm(sent(request), choices=_choices(request), initial=_initial(case))
    if form.is_bound and form.is_valid():
        try:
            with transaction.atomic():
                kept = freeze_exposure(actor=request.actor, incident_id=case.id, asked=form.asked())
        except (IncidentError, TooMuchUnnoted) as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"Computed in {kept.seconds:.1f} seconds, and kept.")
            return redirect("incidents:exposure", incident_id=case.id)
    hint = "The record answers who was seen and who could have been. Nothing of theirs is opened."
    return form_page(
        request,
        case,
        form,
        "By what was it exposed?",
        hint,
        "Compute and keep it",
        back="incidents:exposure",
    )


@require_GET
@requires(READ, purpose=PURPOSE)
def lines(request: SignedInRequest, incident_id: UUID, exposure_id: UUID) -> HttpResponse:
    """Which members, and what of each?"""
    case, kept = _kept(request, incident_id, exposure_id)
    found = from_text(kept.lines.reveal())
    listed = sorted(found.values(), key=lambda line: (-line.entries, line.member))
    page = _page_asked(request)
    shown = listed[(page - 1) * LINES : page * LINES]
    context: dict[str, Any] = {
        "exposure": kept,
        "lines": [_shown(line) for line in shown],
        "page": page,
        "more": len(listed) > page * LINES,
    }
    if "compare" in request.GET:
        now = exposure_of(request.actor, asked_of(kept))
        context["difference"] = difference(found, from_text(as_text(now)))
    return _page(request, case, "incidents/exposure_lines.html", context)


@require_GET
@requires(READ, purpose=PURPOSE)
def proof(
    request: SignedInRequest, incident_id: UUID, exposure_id: UUID, subject_id: UUID
) -> HttpResponse:
    """Which entries of the record say so? All of them, the newest first and a page at a time."""
    case, kept = _kept(request, incident_id, exposure_id)
    before = _entry_asked(request)
    line = from_text(kept.lines.reveal()).get(subject_id)
    if line is None:
        raise NotReachable("This member is not in the exposure.")
    ids = proof_of(
        request.actor, asked_of(kept), subject_id, limit=_MOST_ENTRIES + 1, before=before
    )
    rows = opened_rows(request.actor, ids[:_MOST_ENTRIES])
    details = {"record": str(case.id), "exposure": str(kept.id), "entries": len(rows)}
    append(event=LINE_PROVED, actor=request.actor, members=[subject_id], details=details)
    context = {
        "exposure": kept,
        "line": _shown(line),
        "rows": [(row, in_words(row.elements)) for row in rows],
        "people": names_of({row.actor_id for row in rows if row.actor_id}),
        "newest": before is None,
        "older": rows[-1].id if len(ids) > _MOST_ENTRIES else None,
    }
    return _page(request, case, "incidents/exposure_proof.html", context)


def _page_asked(request: SignedInRequest) -> int:
    asked = request.GET.get("page", "1")
    if not asked.isascii() or not asked.isdigit() or len(asked) > _DIGITS:
        raise NotReachable("There is no such page.")
    return max(int(asked), 1)


def _entry_asked(request: SignedInRequest) -> UUID | None:
    asked = request.GET.get("before")
    try:
        return UUID(asked) if asked is not None else None
    except ValueError as problem:
        raise NotReachable("There is no such page.") from problem


def _page(
    request: SignedInRequest, case: Incident, template: str, context: dict[str, Any]
) -> HttpResponse:
    return render(request, template, {**head_of(request.actor, case), **context})


def _kept(
    request: SignedInRequest, incident_id: UUID, exposure_id: UUID
) -> tuple[Incident, Exposure]:
    case = reach(request.actor, incident_id)
    try:
        return case, kept_exposure(request.actor, case, exposure_id)
    except NoSuchExposure as problem:
        raise NotReachable(str(problem)) from problem


def _shown(line: Line) -> Shown:
    return Shown(line.member, line.entries, in_words(line.seen), in_words(line.could))


def _choices(request: SignedInRequest) -> dict[str, dict[UUID, str]]:
    actor = request.actor
    vendors = Vendor.objects.filter(organization_id=actor.organization_id).order_by("name")
    return {
        "account": dict(people_of(actor)),
        "vendor": dict(vendors.values_list("id", "name")),
        "device": dict(devices_of(actor).order_by("name").values_list("id", "name")),
    }


def _initial(case: Incident) -> dict[str, Any]:
    # The field holds minutes: the one that is running, too.
    until = (case.happened_until or timezone.now()) + timedelta(minutes=1)
    return {
        "account": str(case.about_id or ""),
        "since": case.happened_from or until - timedelta(days=7),
        "until": until,
    }
