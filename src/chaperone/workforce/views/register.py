"""The register of people, a person's page, and how somebody's work here ends."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import OwnAccess
from chaperone.access.queries import names_of
from chaperone.registers.answers import sent
from chaperone.registers.lists import Filter, Listing
from chaperone.registers.queries.history import history_of
from chaperone.workforce.actions.checklists import do_line, give_line
from chaperone.workforce.actions.hiring import change_person
from chaperone.workforce.actions.leaving import begin_termination
from chaperone.workforce.errors import HasLeft, KnownByItself
from chaperone.workforce.forms import LeaveForm, LineForm, PersonForm
from chaperone.workforce.lines import STEPS
from chaperone.workforce.queries.agreements import agreements_of
from chaperone.workforce.queries.checklists import checklists_of, line_of
from chaperone.workforce.queries.people import (
    held_by,
    people,
    person_lines,
    person_of,
    with_open_lines,
    working,
)
from chaperone.workforce.views.answering import PURPOSE, answer, colleagues, reached

_STATES = {
    "working": ("Works here", working),
    "leaving": ("Left, with things to be done", with_open_lines),
    "left": ("Left", lambda rows: rows.exclude(ended_on=None)),
}
_FILTERS = {
    "state": Filter(
        "State",
        [(name, label) for name, (label, _) in _STATES.items()],
        lambda rows, name: _STATES[name][1](rows),
    )
}


@require_GET
@requires("workforce.read", purpose=PURPOSE)
def register(request: SignedInRequest) -> HttpResponse:
    """Who works here, as what, and what does who still have to do?"""
    listing = Listing(
        request,
        people(request.actor),
        search=["user__name", "user__email", "position"],
        filters=_FILTERS,
        register="workforce",
    )
    context = {
        "listing": listing,
        "people": person_lines(request.actor, listing.rows),
        "may_confide": request.actor.may("workforce.sanctions"),
    }
    return render(request, "workforce/register.html", context)


@require_GET
@requires("workforce.read", purpose=PURPOSE)
def person(request: SignedInRequest, person_id: UUID) -> HttpResponse:
    """A person, their checklists, what they signed, and what became of it all."""
    actor = request.actor
    with reached():
        found = person_of(actor, person_id)
    context = {
        "person": found,
        "supervisor": _name(found.supervisor_id),
        "held": sorted(held_by(actor, [found.user_id]).get(found.user_id, ())),
        "checklists": checklists_of(actor, found),
        "agreements": agreements_of(actor, found.user_id),
        "changes": history_of(actor, found.id),
        "may_change": actor.may("workforce.manage"),
        "may_end": actor.may("workforce.manage") and found.user_id != actor.user_id,
        "may_confide": actor.may("workforce.sanctions") and found.user_id != actor.user_id,
    }
    return render(request, "workforce/person.html", context)


@require_http_methods(["GET", "POST"])
@requires("workforce.manage", purpose=PURPOSE)
def change(request: SignedInRequest, person_id: UUID) -> HttpResponse:
    """As what somebody works, since when, for whom."""
    with reached():
        found = person_of(request.actor, person_id)
        form = PersonForm(
            sent(request),
            people=colleagues(request),
            initial={
                "position": found.position,
                "started_on": found.started_on,
                "supervisor": found.supervisor_id,
            },
        )
        if form.is_bound and form.is_valid():
            values = form.cleaned_data
            change_person(
                actor=request.actor,
                person_id=found.id,
                position=values["position"],
                started_on=values["started_on"],
                supervisor_id=values["supervisor"],
            )
            messages.success(request, "Kept.")
            return redirect("workforce:person", person_id=found.id)
    return answer(request, "workforce/change.html", form, {"person": found})


@require_http_methods(["GET", "POST"])
@requires("workforce.manage", purpose=PURPOSE)
def leave(request: SignedInRequest, person_id: UUID) -> HttpResponse:
    """Ends all of somebody's access this second, and begins the list of what else is to be done."""
    with reached():
        found = person_of(request.actor, person_id)
        form = LeaveForm(sent(request), people=colleagues(request))
        if form.is_bound and form.is_valid():
            try:
                begin_termination(
                    actor=request.actor,
                    person_id=found.id,
                    reason=form.cleaned_data["reason"],
                    owner_id=form.cleaned_data["owner"],
                )
            except (HasLeft, OwnAccess) as problem:
                form.add_error(None, str(problem))
            else:
                messages.success(request, "Access has ended. Below is what else is to be done.")
                return redirect("workforce:person", person_id=found.id)
    return answer(request, "workforce/leave.html", form, {"person": found})


@require_http_methods(["GET", "POST"])
@requires("workforce.manage", purpose=PURPOSE)
def line(request: SignedInRequest, line_id: UUID) -> HttpResponse:
    """Who does a line, and until when."""
    with reached():
        found = line_of(request.actor, line_id)
        form = LineForm(
            sent(request),
            people=colleagues(request),
            initial={"owner": found.owner_id, "due_on": found.due_on},
        )
        if form.is_bound and form.is_valid():
            give_line(
                actor=request.actor,
                line_id=found.id,
                owner_id=form.cleaned_data["owner"],
                due_on=form.cleaned_data["due_on"],
            )
            return redirect("workforce:person", person_id=found.checklist.person_id)
    context = {"person": found.checklist.person, "label": STEPS[found.key].label, "line": found}
    return answer(request, "workforce/line.html", form, context)


@require_POST
@requires("workforce.manage", purpose=PURPOSE)
def tick(request: SignedInRequest, line_id: UUID) -> HttpResponse:
    """A line is done."""
    with reached():
        try:
            done = do_line(actor=request.actor, line_id=line_id)
        except KnownByItself as problem:
            messages.warning(request, str(problem))
            done = line_of(request.actor, line_id)
    return redirect("workforce:person", person_id=done.checklist.person_id)


def _name(user_id: UUID | None) -> str:
    return names_of([user_id]).get(user_id, "") if user_id else ""
