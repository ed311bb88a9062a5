"""What matters, and in which order it comes back."""

from hashlib import sha256
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.access.queries import names_of, staff_of
from chaperone.accounts.steps import ask_again
from chaperone.continuity.frame import MANAGE, PURPOSE, READ, TABS
from chaperone.continuity.models import System
from chaperone.continuity.recovery.actions.systems import (
    change_system,
    enter_starters,
    enter_system,
    retire_system,
    sign_analysis,
)
from chaperone.continuity.recovery.errors import ChangedMeanwhile, NoSuchSystem, RecoveryError
from chaperone.continuity.recovery.forms import RetireForm, SignForm, SystemForm
from chaperone.continuity.recovery.lengths import as_length
from chaperone.continuity.recovery.queries.systems import (
    latest_analysis,
    order_of,
    system_of,
    systems_of,
    text_of,
)
from chaperone.continuity.recovery.sheets import SYSTEMS
from chaperone.continuity.recovery.starters import all_starters
from chaperone.organizations.days import today_of
from chaperone.registers.actions.signing import factor_for_form
from chaperone.registers.answers import answer, done, sent
from chaperone.registers.queries.history import history_of
from chaperone.registers.queries.signatures import signatures_of
from chaperone.risks.queries.assets import assets_to_choose

_TYPED = tuple(SystemForm.base_fields)
_FORM = "continuity/form_page.html"


@require_GET
@requires(READ, purpose=PURPOSE)
def order(request: SignedInRequest) -> HttpResponse:
    """The table in its order, and whether somebody has signed it as it is."""
    actor = request.actor
    placed = order_of(actor)
    analysis = latest_analysis(actor)
    here = {each.system.starter for each in placed}
    owners = {each.system.owner_id for each in placed if each.system.owner_id}
    people = owners | ({analysis.signed_by} if analysis else set())
    context = {
        "tabs": TABS,
        "placed": placed,
        "names": names_of(people),
        "analysis": analysis,
        "standing": _standing(analysis, text_of(placed), request),
        "left": len([each for each in all_starters() if each.key not in here]),
        "may_change": actor.may(MANAGE),
        "register": SYSTEMS.name,
    }
    return render(request, "continuity/recovery/order.html", context)


@require_POST
@requires(MANAGE, purpose=PURPOSE)
def propose(request: SignedInRequest) -> HttpResponse:
    """Enters what this platform is made of."""
    try:
        count = enter_starters(actor=request.actor)
    except RecoveryError as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, f"{count} lines were entered. Read each, and make it yours.")
    return redirect("continuity:recovery:order")


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def add(request: SignedInRequest) -> HttpResponse:
    """A system by hand."""
    form = _form(request, initial={"restored": False})
    if done(form, lambda: enter_system(actor=request.actor, **form.cleaned_data), RecoveryError):
        messages.success(request, "Entered. The order was computed anew.")
        return redirect("continuity:recovery:order")
    context = {
        "tabs": TABS,
        "heading": "What must come back after an outage?",
        "hint": "One line for each application or kind of data (45 CFR 164.308(a)(7)(ii)(E)).",
        "submit": "Enter it",
        "back": reverse("continuity:recovery:order"),
    }
    return answer(request, _FORM, context, form=form)


@require_GET
@requires(READ, purpose=PURPOSE)
def system(request: SignedInRequest, system_id: UUID) -> HttpResponse:
    """One line of the table with its history."""
    found = _reach(request, system_id)
    others = dict(systems_of(request.actor).values_list("id", "name"))
    people = {each for each in (found.owner_id, found.retired_by) if each}
    context = {
        "tabs": TABS,
        "system": found,
        "away": as_length(found.outage_minutes),
        "lost": as_length(found.loss_minutes),
        "needs": sorted(others[each] for each in found.needs if each in others),
        "names": names_of(people),
        "may_change": request.actor.may(MANAGE) and not found.retired_at,
        "changes": history_of(request.actor, found.id),
    }
    return render(request, "continuity/recovery/system.html", context)


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def change(request: SignedInRequest, system_id: UUID) -> HttpResponse:
    """Changes what the table says of it."""
    found = _reach(request, system_id)
    initial = {name: getattr(found, name) for name in _TYPED}
    form = _form(request, initial=initial, but=found)

    def act() -> Any:
        return change_system(actor=request.actor, system_id=found.id, **form.cleaned_data)

    hint = "Whoever signed the table signed what it said then: sign it again afterwards."
    if done(form, act, RecoveryError):
        messages.success(request, "Saved. The order was computed anew.")
        return redirect("continuity:recovery:system", system_id=found.id)
    return answer(request, _FORM, _asking(found, "Is this still so?", hint, "Save"), form=form)


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def retire(request: SignedInRequest, system_id: UUID) -> HttpResponse:
    """Takes it out of the table."""
    found = _reach(request, system_id)
    form = RetireForm(sent(request))

    def act() -> Any:
        return retire_system(actor=request.actor, system_id=found.id, **form.cleaned_data)

    hint = "It is kept as it is, and counts no more in the order or in drills."
    if done(form, act, RecoveryError):
        messages.success(request, "Taken out.")
        return redirect("continuity:recovery:order")
    context = _asking(found, "Why does it count no more?", hint, "Take it out")
    return answer(request, _FORM, context, form=form)


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def sign(request: SignedInRequest) -> HttpResponse:
    """Signs the table, with a second factor that was just proved."""
    factor = factor_for_form(request)
    if not factor:
        return ask_again(request)
    text = text_of(order_of(request.actor))
    digest = sha256(text.encode()).hexdigest()
    form = SignForm(sent(request), initial={"digest": digest})

    def act() -> Any:
        if form.cleaned_data["digest"] != digest:
            raise ChangedMeanwhile
        return sign_analysis(actor=request.actor, factor=factor, text=text)

    if done(form, act, RecoveryError):
        messages.success(request, "Signed with your name. It is due again in a year.")
        return redirect("continuity:recovery:order")
    if form.errors:
        # What is signed next is what the page shows next.
        form.data = {"digest": digest}
    context = {
        "tabs": TABS,
        "heading": "Is this what matters, and the order in which it comes back?",
        "hint": text or "There is nothing in the table yet.",
        "submit": "Sign it",
        "back": reverse("continuity:recovery:order"),
    }
    return answer(request, _FORM, context, form=form)


@require_GET
@requires(READ, purpose=PURPOSE)
def signed(request: SignedInRequest) -> HttpResponse:
    """What was signed, by whom, and what became of the table."""
    here = request.actor.organization_id
    context = {
        "tabs": TABS,
        "analysis": latest_analysis(request.actor),
        "signatures": signatures_of(request.actor, here),
        "changes": history_of(request.actor, here),
    }
    return render(request, "continuity/recovery/signed.html", context)


def _standing(analysis: Any, text: str, request: SignedInRequest) -> str:
    """``none``, ``changed`` since it was signed, ``due`` or ``signed``."""
    if analysis is None:
        return "none"
    if analysis.text != text:
        return "changed"
    return str(analysis.state_on(today_of(request.actor)))


def _form(request: SignedInRequest, *, initial: Any, but: System | None = None) -> SystemForm:
    actor = request.actor
    rows = systems_of(actor).exclude(id=but.id) if but else systems_of(actor)
    asset = [but.asset_id] if but and but.asset_id else []
    return SystemForm(
        sent(request),
        initial=initial,
        systems=dict(rows.values_list("id", "name")),
        assets=assets_to_choose(actor, also=asset),
        people=staff_of(actor),
    )


def _asking(found: System, heading: str, hint: str, submit: str) -> dict[str, Any]:
    return {
        "tabs": TABS,
        "heading": heading,
        "about": found.name,
        "hint": hint,
        "submit": submit,
        "back": reverse("continuity:recovery:system", kwargs={"system_id": found.id}),
    }


def _reach(request: SignedInRequest, system_id: UUID) -> System:
    try:
        return system_of(request.actor, system_id)
    except NoSuchSystem as problem:
        raise NotReachable(str(problem)) from problem
