"""What is kept, why and until when; what goes next (45 CFR 164.316(b)(2)(i))."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chaperone.access.context import in_whole_organization
from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.accounts.steps import step_up
from chaperone.database.identifiers import PLATFORM
from chaperone.registers.answers import answer, sent
from chaperone.retention.classes import registered
from chaperone.retention.errors import (
    AlreadyAsked,
    AlreadyRunning,
    NoSuchPeriod,
    NotWaiting,
    OwnQuestion,
)
from chaperone.retention.holds.queries import held_by, in_force
from chaperone.retention.models import Period
from chaperone.retention.periods.actions import agree, choose_period, decline, take_back
from chaperone.retention.periods.queries import history_of, kept, kept_in, period_of, waiting_in
from chaperone.retention.purging.actions import ask_run
from chaperone.retention.purging.queries import database_now, latest_run, what_is_due
from chaperone.web.retention.forms import DecideForm, PeriodForm, PurgeForm
from chaperone.web.retention.shown import (
    APPROVE,
    MANAGE,
    MOST_COUNTED,
    PURPOSE,
    READ,
    Line,
    due_line,
    lasting,
    period_lines,
    run_lines,
)

_PROVED_SECONDS = 15 * 60


@require_GET
@requires(READ, purpose=PURPOSE)
def classes(request: SignedInRequest) -> HttpResponse:
    """What do we keep, why, until when, and what goes next?"""
    organization_id = request.actor.organization_id
    holds = in_force(organization_id)
    held = held_by(holds)
    run, shared = latest_run(organization_id), latest_run(PLATFORM)
    steps = {step.class_name: step for each in (shared, run) if each for step in each.steps.all()}
    context = {
        "lines": [
            Line(each, lasting(each.days), steps.get(each.kind.name), held.whole(each.kind.name))
            for each in kept_in(organization_id)
        ],
        "waiting": period_lines(waiting_in(organization_id)),
        "holds": len(holds),
        "run": run_lines([run], organization_id)[0] if run else None,
    }
    return render(request, "retention/classes.html", context)


@require_http_methods(["GET", "POST"])
@requires(READ, purpose=PURPOSE)
def one_class(request: SignedInRequest, name: str) -> HttpResponse:
    """One class: what goes, what stays, who decided on its period."""
    kind = registered().get(name)
    if kind is None:
        raise NotReachable("There is no such retention class.")
    actor = request.actor
    may_choose = kind.choosable and actor.may(MANAGE)
    if request.method == "POST" and not may_choose:
        raise NotReachable("This period is not yours to choose.")
    form = PeriodForm(sent(request), kind=kind)
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        try:
            asked = choose_period(
                actor=actor, class_name=name, days=values["days"], reason=values["reason"]
            )
        except AlreadyAsked as problem:
            form.add_error(None, str(problem))
        else:
            waits = asked.state == Period.State.WAITING
            said = (
                "Asked. It holds once somebody else agrees." if waits else "It holds from now on."
            )
            messages.success(request, said)
            return redirect("retention:class", name=name)
    each = kept(actor.organization_id, kind)
    context = {
        "kept": each,
        "period": lasting(each.days),
        "minimum": lasting(kind.minimum_days),
        "history": period_lines(history_of(actor, name)),
        "may_choose": may_choose,
    }
    return answer(request, "retention/class.html", context, form=form)


@require_http_methods(["GET", "POST"])
@requires(APPROVE, purpose=PURPOSE)
def period(request: SignedInRequest, period_id: UUID) -> HttpResponse:
    """The second person's word on a shorter period, with what would go because of it."""
    actor = request.actor
    try:
        asked = period_of(actor, period_id)
    except NoSuchPeriod as problem:
        raise NotReachable(str(problem)) from problem
    form = DecideForm(sent(request))
    if form.is_bound and form.is_valid():
        decide = agree if form.cleaned_data["decision"] == "agree" else decline
        try:
            decide(actor=actor, period_id=period_id)
        except (NotWaiting, OwnQuestion) as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Decided.")
            return redirect("retention:class", name=asked.class_name)
    with in_whole_organization(actor):
        # What is due by the period that is asked for.
        due = what_is_due(
            actor.organization_id,
            database_now(),
            most=MOST_COUNTED,
            instead={asked.class_name: asked.days},
        )
    shown = next((each for each in due if each.kept.kind.name == asked.class_name), None)
    context = {
        "line": period_lines([asked])[0],
        "due": due_line(shown) if shown else None,
        "own": asked.asked_by == actor.id,
    }
    return answer(request, "retention/period.html", context, form=form)


@require_POST
@requires(MANAGE, purpose=PURPOSE)
def period_take_back(request: SignedInRequest, period_id: UUID) -> HttpResponse:
    """Takes back what one asked for."""
    try:
        take_back(actor=request.actor, period_id=period_id)
    except NoSuchPeriod as problem:
        raise NotReachable(str(problem)) from problem
    except NotWaiting as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, "Taken back. Nothing changes.")
    return redirect("retention:classes")


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
@step_up(within_seconds=_PROVED_SECONDS)
def what_goes_next(request: SignedInRequest) -> HttpResponse:
    """What would be purged now, and what holds keep back; purges it now."""
    actor = request.actor
    form = PurgeForm(sent(request))
    if form.is_bound and form.is_valid():
        try:
            run = ask_run(actor=actor)
        except AlreadyRunning as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(
                request, "A worker begins now. Load the page again to see how far it is."
            )
            return redirect("retention:run", run_id=run.id)
    with in_whole_organization(actor):
        due = what_is_due(actor.organization_id, database_now(), most=MOST_COUNTED)
    context = {"lines": [due_line(each) for each in due]}
    return answer(request, "retention/next.html", context, form=form)
