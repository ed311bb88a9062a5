"""Was it a breach, and who must know until when?"""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.access.queries import names_of
from chaperone.accounts.steps import ask_again
from chaperone.incidents.assessing.actions import (
    give_clock,
    meet_clock,
    record_delay,
    return_assessment,
    sign_assessment,
    write_assessment,
)
from chaperone.incidents.assessing.errors import EndsWithNotice, NoSuchClock
from chaperone.incidents.assessing.forms import AssessForm, DelayForm, GiveForm, ReturnForm
from chaperone.incidents.assessing.queries import (
    assessment_in_force,
    assessments_of,
    clocks_of,
    delays_of,
    states_to_tell,
    waiting_assessment,
)
from chaperone.incidents.assessing.text import as_text
from chaperone.incidents.cases.pages import form_page, head_of, reach, workers_of
from chaperone.incidents.errors import IncidentError
from chaperone.incidents.exposure.queries.frozen import latest_exposure
from chaperone.incidents.exposure.residence import by_name
from chaperone.incidents.frame import MANAGE, PURPOSE, READ
from chaperone.incidents.models import Assessment, Exposure, Incident
from chaperone.registers.actions.signing import fresh_factor
from chaperone.registers.answers import done, sent
from chaperone.registers.errors import NoFreshFactor

_ASKED = (
    "nature",
    "nature_risk",
    "recipient",
    "recipient_risk",
    "viewed",
    "viewed_risk",
    "mitigation",
    "mitigation_risk",
    "outcome",
    "reasons",
    "whom",
    "acting_as",
    "europe",
    "high_risk",
)
_SEALED = ("nature", "recipient", "viewed", "mitigation", "reasons")
_asked = partial(form_page, back="incidents:assessment")


@require_GET
@requires(READ, purpose=PURPOSE)
def assessment(request: SignedInRequest, incident_id: UUID) -> HttpResponse:
    """Was it a breach, and who must know until when?"""
    actor, case = request.actor, reach(request.actor, incident_id)
    versions = assessments_of(actor, case)
    clocks = clocks_of(actor, case)
    waiting = next((each for each in versions if each.state == "waiting"), None)
    in_force = next((each for each in versions if each.state == "signed"), None)
    people = {each.owner_id for each in clocks} | {each.written_by for each in versions}
    people |= {each.decided_by for each in versions}
    shown = waiting or in_force
    exposure = in_force.exposure if in_force else latest_exposure(actor, case)
    context = {
        "clocks": clocks,
        "versions": versions,
        "waiting": waiting,
        "in_force": in_force,
        "text": as_text(shown) if shown else "",
        "delays": delays_of(actor, case),
        "exposure": exposure,
        "states": by_name(states_to_tell(in_force, exposure)),
        "names": names_of({each for each in people if each}),
        "may_sign": waiting is not None and waiting.written_by != actor.user_id,
    }
    return render(request, "incidents/assessment.html", {**head_of(actor, case), **context})


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def assess(request: SignedInRequest, incident_id: UUID) -> HttpResponse:
    """The four factors."""
    case = reach(request.actor, incident_id)
    form = AssessForm(sent(request), initial=_initial(request, case))
    if done(form, lambda: _write(request, case, form.cleaned_data), IncidentError):
        messages.success(request, "Written. It counts once a second person has signed it.")
        return redirect("incidents:assessment", incident_id=case.id)
    hint = "A breach is presumed unless a low probability of compromise is demonstrated."
    return _asked(request, case, form, "How high is the risk, factor by factor?", hint, "Write it")


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def sign(request: SignedInRequest, incident_id: UUID) -> HttpResponse:
    """Signs what waits, word for word, with a second factor that was just proved."""
    case = reach(request.actor, incident_id)
    found = waiting_assessment(request.actor, case)
    if found is None:
        raise NotReachable("No assessment of this incident waits for a second person.")
    try:
        factor = fresh_factor(request)
    except NoFreshFactor:
        return ask_again(request)
    problem = ""
    if request.method == "POST":
        try:
            sign_assessment(actor=request.actor, incident_id=case.id, factor=factor)
        except IncidentError as refusal:
            problem = str(refusal)
        else:
            messages.success(request, "Signed with your name. The deadlines follow it.")
            return redirect("incidents:assessment", incident_id=case.id)
    context = {**head_of(request.actor, case), "text": as_text(found), "problem": problem}
    return render(
        request, "incidents/assessment_sign.html", context, status=400 if problem else 200
    )


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def give_back(request: SignedInRequest, incident_id: UUID) -> HttpResponse:
    """Gives it back, with why."""
    case = reach(request.actor, incident_id)
    form = ReturnForm(sent(request))
    if done(
        form,
        lambda: return_assessment(
            actor=request.actor, incident_id=case.id, note=form.cleaned_data["note"]
        ),
        IncidentError,
    ):
        messages.success(request, "Given back.")
        return redirect("incidents:assessment", incident_id=case.id)
    hint = "Whoever wrote it writes the next version."
    return _asked(request, case, form, "What is wrong with it?", hint, "Give it back")


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def give(request: SignedInRequest, incident_id: UUID, name: str) -> HttpResponse:
    """Names who sees to a deadline."""
    case = reach(request.actor, incident_id)
    _clock(request, case, name)
    form = GiveForm(sent(request), people=workers_of(request.actor, case))
    if done(
        form,
        lambda: give_clock(
            actor=request.actor,
            incident_id=case.id,
            name=name,
            owner_id=form.cleaned_data["owner_id"],
        ),
        IncidentError,
    ):
        messages.success(request, "Noted.")
        return redirect("incidents:assessment", incident_id=case.id)
    return _asked(request, case, form, "Who sees to it?", "They are reminded first.", "Note it")


@require_POST
@requires(MANAGE, purpose=PURPOSE)
def meet(request: SignedInRequest, incident_id: UUID, name: str) -> HttpResponse:
    """Notes that the notice was given."""
    case = reach(request.actor, incident_id)
    try:
        meet_clock(actor=request.actor, incident_id=case.id, name=name)
    except (EndsWithNotice, NoSuchClock) as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "Noted.")
    return redirect("incidents:assessment", incident_id=case.id)


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def delay(request: SignedInRequest, incident_id: UUID) -> HttpResponse:
    """Records what a law-enforcement official stated."""
    case = reach(request.actor, incident_id)
    form = DelayForm(sent(request))
    if done(
        form,
        lambda: record_delay(actor=request.actor, incident_id=case.id, **form.cleaned_data),
        IncidentError,
    ):
        messages.success(request, "Recorded. Nobody is told until then.")
        return redirect("incidents:assessment", incident_id=case.id)
    hint = "While it lasts no letter, text or page goes out (45 CFR 164.412)."
    return _asked(request, case, form, "What did the official state?", hint, "Record it")


def _write(request: SignedInRequest, case: Incident, said: dict[str, Any]) -> None:
    values = {name: said[name] for name in _ASKED}
    values["consequences"] = said["consequences"] or None
    write_assessment(actor=request.actor, incident_id=case.id, **values)


def _clock(request: SignedInRequest, case: Incident, name: str) -> None:
    if not any(each.running.name == name for each in clocks_of(request.actor, case)):
        raise NotReachable("This incident has no such deadline.")


def _initial(request: SignedInRequest, case: Incident) -> dict[str, Any]:
    """What was said before; at first what the exposure shows."""
    before = assessment_in_force(request.actor, case) or next(
        iter(assessments_of(request.actor, case)), None
    )
    if before is not None:
        plain = {name: getattr(before, name) for name in _ASKED if name not in _SEALED}
        return plain | {name: getattr(before, name).reveal() for name in _SEALED}
    exposure = latest_exposure(request.actor, case)
    return _from_exposure(exposure) if exposure else {}


def _from_exposure(exposure: Exposure) -> dict[str, Any]:
    viewed = (
        f"The record shows that data of {exposure.seen} of {exposure.members} members was opened,"
        f" in {exposure.entries} entries."
    )
    return {
        "nature": f"{', '.join(exposure.by_element)}. {exposure.ground}",
        "viewed": viewed,
        "viewed_risk": Assessment.Risk.HIGH if exposure.seen else Assessment.Risk.MEDIUM,
        "outcome": Assessment.Outcome.BREACH,
    }
