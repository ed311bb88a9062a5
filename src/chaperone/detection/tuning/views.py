"""What the rules look for, how noisy each is, and what is changed about them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.access.queries import names_of
from chaperone.access.sentences import LEFT
from chaperone.detection.alerts.queries.noise import WEEKS, noise_of
from chaperone.detection.frame import MANAGE, PURPOSE, READ, TABS
from chaperone.detection.rules.rule import Rule, rules
from chaperone.detection.tuning.actions import restore, tune
from chaperone.detection.tuning.errors import TuningError
from chaperone.detection.tuning.forms import TuningForm
from chaperone.detection.tuning.queries import named, record_of, tunings_of
from chaperone.registers.answers import answer, sent
from chaperone.registers.queries.history import history_of


@require_GET
@requires(READ, purpose=PURPOSE)
def register(request: SignedInRequest) -> HttpResponse:
    """Every rule: what it looks for, where it is from, and how noisy it is."""
    tuned = tunings_of(request.actor)
    noise = {each.rule: each for each in noise_of(request.actor).rules}
    names = names_of({each.set_by for each in tuned.values()})
    context = {
        "tabs": TABS,
        "weeks": WEEKS,
        "lines": [_line(rule, tuned, noise, names) for rule in rules()],
        "off": sum(each.off for each in tuned.values()),
        "may_handle": request.actor.may(MANAGE),
    }
    return render(request, "detection/tuning/register.html", context)


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def adjust(request: SignedInRequest, rule: str) -> HttpResponse:
    """Switches a rule off, or has it find from another number on, for a time."""
    found = _reach(rule)
    form = TuningForm(sent(request), rule=found)
    if form.is_bound and form.is_valid():
        try:
            tune(actor=request.actor, rule=rule, **{"at_least": None, **form.cleaned_data})
        except TuningError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Changed. Everybody else who sees alerts is told.")
            return redirect("detection:rules:register")
    context: dict[str, Any] = {
        "tabs": TABS,
        "rule": found,
        "tuning": tunings_of(request.actor).get(rule),
        "changes": history_of(request.actor, record_of(request.actor.organization_id, rule)),
    }
    return answer(request, "detection/tuning/adjust.html", context, form=form)


@require_POST
@requires(MANAGE, purpose=PURPOSE)
def put_back(request: SignedInRequest, rule: str) -> HttpResponse:
    """The rule is as it came."""
    _reach(rule)
    try:
        restore(actor=request.actor, rule=rule)
    except TuningError as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, "The rule is as it came.")
    return redirect("detection:rules:register")


def _line(rule: Rule, tuned: Any, noise: Any, names: Any) -> dict[str, Any]:
    tuning = tuned.get(rule.name)
    return {
        "rule": rule,
        "tuning": tuning,
        "reason": tuning.reason.reveal() if tuning else "",
        "by": names.get(tuning.set_by, LEFT) if tuning else "",
        "noise": noise.get(rule.name),
        "state": ("off" if tuning.off else "changed") if tuning else "on",
    }


def _reach(rule: str) -> Rule:
    try:
        return named(rule)
    except TuningError as problem:
        raise NotReachable(str(problem)) from problem
