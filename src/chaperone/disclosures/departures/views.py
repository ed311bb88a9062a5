"""A customer who leaves: asked, agreed to, fetched, arrived, agreed to again, certified."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.access.queries import names_of
from chaperone.accounts.steps import step_up
from chaperone.disclosures.departures.actions import deciding
from chaperone.disclosures.departures.certificates import digest_of
from chaperone.disclosures.departures.forms import AskForm
from chaperone.disclosures.departures.packing import FORMAT
from chaperone.disclosures.departures.queries import (
    departure_of,
    departures_of,
    part_of,
    progress_of,
)
from chaperone.disclosures.errors import (
    AlreadyLeaving,
    DisclosureError,
    NoSuchDeparture,
    NotLeaving,
)
from chaperone.disclosures.models import Departure, Part
from chaperone.registers.answers import answer, sent

PURPOSE = "operations"
READ, ASK, AGREE = "destructions.read", "members.destroy", "destructions.approve"
PROVED_SECONDS = 15 * 60
_ENDINGS: dict[str, str] = {Part.Form.ROWS: ".jsonl", Part.Form.FHIR: ".fhir.ndjson"}


@require_GET
@requires(READ, purpose=PURPOSE)
def departures(request: SignedInRequest) -> HttpResponse:
    """What the organization asked for when it left, and what leaving means."""
    listed = departures_of(request.actor)
    context = {
        "departures": listed,
        "under_way": any(each.state not in Departure.CLOSED for each in listed),
        "may_ask": request.actor.may(ASK) and not request.actor.on_platform,
    }
    return render(request, "disclosures/departures.html", context)


@require_http_methods(["GET", "POST"])
@requires(ASK, purpose=PURPOSE)
@step_up(within_seconds=PROVED_SECONDS)
def departure_ask(request: SignedInRequest) -> HttpResponse:
    """Says what will happen, and asks."""
    form = AskForm(sent(request))
    if form.is_bound and form.is_valid():
        try:
            asked = deciding.ask(actor=request.actor, public_key=form.cleaned_data["public_key"])
        except (NotLeaving, AlreadyLeaving) as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Asked. Somebody else must agree now.")
            return redirect("disclosures:departure", departure_id=asked.id)
    return answer(request, "disclosures/departure_ask.html", {}, form=form)


@require_GET
@requires(READ, purpose=PURPOSE)
def departure(request: SignedInRequest, departure_id: UUID) -> HttpResponse:
    """How far it is, and what comes next."""
    found = _reached(request, departure_id)
    people = (found.asked_by, found.decided_by, found.arrived_by, found.agreed_by)
    actor = request.actor
    context = {
        "departure": found,
        "progress": progress_of(found),
        "names": names_of({each for each in people if each}),
        "digest": digest_of(found.content) if found.content else "",
        "format": FORMAT,
        "may_decide": actor.may(AGREE) and actor.id != found.asked_by,
        "may_say_arrived": actor.may(ASK),
        "may_agree": actor.may(AGREE) and actor.id != found.arrived_by,
    }
    return render(request, "disclosures/departure.html", context)


@require_POST
@requires(AGREE, purpose=PURPOSE)
@step_up(within_seconds=PROVED_SECONDS)
def departure_approve(request: SignedInRequest, departure_id: UUID) -> HttpResponse:
    """A second person agrees to the return."""
    return _step(request, departure_id, deciding.approve, "Agreed: the data is being packed.")


@require_POST
@requires(AGREE, purpose=PURPOSE)
def departure_decline(request: SignedInRequest, departure_id: UUID) -> HttpResponse:
    """A second person says no."""
    return _step(request, departure_id, deciding.decline, "Not agreed to: nothing is packed.")


@require_POST
@requires(ASK, purpose=PURPOSE)
def departure_arrived(request: SignedInRequest, departure_id: UUID) -> HttpResponse:
    """Somebody opened what was returned, and it is whole."""
    return _step(request, departure_id, deciding.arrived, "Noted. Somebody else must agree now.")


@require_POST
@requires(AGREE, purpose=PURPOSE)
@step_up(within_seconds=PROVED_SECONDS)
def departure_agree(request: SignedInRequest, departure_id: UUID) -> HttpResponse:
    """A second person agrees that the data be destroyed here."""
    return _step(request, departure_id, deciding.agree, "Agreed: the data is being destroyed here.")


@require_GET
@requires(ASK, purpose=PURPOSE)
def departure_part(request: SignedInRequest, departure_id: UUID, part_number: int) -> HttpResponse:
    """One part, which only the customer's key opens."""
    found = _reached(request, departure_id)
    try:
        part = part_of(found, part_number)
    except NoSuchDeparture as problem:
        raise NotReachable(str(problem)) from problem
    assert part.content is not None
    deciding.note_fetched(actor=request.actor, part=part)
    response = HttpResponse(bytes(part.content), content_type="application/octet-stream")
    name = f"members-{part_number:04}{_ENDINGS[part.form]}.zst.age"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_GET
@requires(READ, purpose=PURPOSE)
def departure_certificate(request: SignedInRequest, departure_id: UUID) -> HttpResponse:
    """The certificate with the entry of the ledger that has its hash."""
    found = _reached(request, departure_id)
    if not found.content:
        raise NotReachable("There is no certificate yet.")
    said = {
        "certificate": found.content,
        "sha256": digest_of(found.content),
        "ledger": str(found.entry_id),
    }
    return JsonResponse(said)


def _step(
    request: SignedInRequest, departure_id: UUID, act: Callable[..., None], done: str
) -> HttpResponse:
    _reached(request, departure_id)
    try:
        act(actor=request.actor, departure_id=departure_id)
    except DisclosureError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, done)
    return redirect("disclosures:departure", departure_id=departure_id)


def _reached(request: SignedInRequest, departure_id: UUID) -> Departure:
    try:
        return departure_of(request.actor, departure_id)
    except NoSuchDeparture as problem:
        raise NotReachable(str(problem)) from problem
