"""The on-call rota: who is called, and how; changed by who leads."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.queries import names_of
from chaperone.conversations.paging.queries import ANSWER, LEAD, may_be_called
from chaperone.duties import actions
from chaperone.duties.errors import DutiesError
from chaperone.duties.queries import away_of, latest_shifts, number_of, rota_of
from chaperone.duties.rota import Segment
from chaperone.duties.settings import HAND_OVER, as_time
from chaperone.notices.actions.webhooks import end_webhook, set_webhook
from chaperone.notices.errors import AddressRefused
from chaperone.notices.queries import webhook_of
from chaperone.organizations.queries import value_of
from chaperone.registers.answers import answer, sent
from chaperone.web.on_call.forms import (
    AwayForm,
    CoverForm,
    NumberForm,
    SwapForm,
    WebhookForm,
    WeeksForm,
)
from chaperone.web.on_call.weeks import choices

PURPOSE = "operations"
_SHOWN = timedelta(days=28)
# The operator has no id.
NOBODY = UUID(int=0)


class Page(NamedTuple):
    """What a form of these pages says about itself."""

    heading: str
    about: str
    button: str
    done: str


_WEEKS = Page(
    "Who is on call, week by week?",
    "A week goes from hand-over to hand-over. What is entered later wins.",
    "Put them on call",
    "Saved. They are on call.",
)
_COVER = Page(
    "Who covers for a while?",
    "They are called in this time, whoever was on call before."
    " Times are by the organization's clock.",
    "Save the cover",
    "Saved. They cover.",
)
_SWAP = Page(
    "Which two weeks are swapped?",
    "Each of the two takes the other's week.",
    "Swap",
    "Swapped.",
)
_AWAY = Page(
    "Who is away, and when?",
    "They are not called on these days, whatever the rota says. Put somebody else on call for it.",
    "Save",
    "Saved. They are not called on these days.",
)
_NUMBER = Page(
    "Where are you called by text?",
    "Texts to this number say that a conversation needs you, never whose. You answer with the code"
    " that stands in the text.",
    "Save",
    "Saved.",
)


@require_GET
@requires(ANSWER, purpose=PURPOSE)
def rota(request: SignedInRequest) -> HttpResponse:
    """Who is on call now and in the next weeks."""
    actor, now = request.actor, timezone.now()
    able = may_be_called(actor)
    found = rota_of(actor, since=now, able=able)
    segments = found.segments(now, now + _SHOWN)
    shifts, away = latest_shifts(actor), away_of(actor)
    people = [
        *(segment.user_id for segment in segments),
        *(row.user_id for row in shifts),
        *(row.made_by for row in shifts),
        *(row.user_id for row in away),
    ]
    names = names_of(user_id for user_id in people if user_id)
    context = {
        "lines": [(segment, _name(segment, names)) for segment in segments],
        "now": _name(segments[0], names),
        "shifts": [
            (row, names.get(row.user_id), names.get(row.made_by or NOBODY)) for row in shifts
        ],
        "away": [(row, names.get(row.user_id)) for row in away],
        "may_manage": actor.may(LEAD),
        "has_number": number_of(actor.organization_id, actor.user_id) is not None,
        "webhook": webhook_of(actor.organization_id),
    }
    return render(request, "on_call/rota.html", context)


@require_http_methods(["GET", "POST"])
@requires(LEAD, purpose=PURPOSE)
def weeks(request: SignedInRequest) -> HttpResponse:
    form = WeeksForm(sent(request), people=_people(request), weeks=_weeks(request))
    return _changed(request, form, _WEEKS, _set_weeks)


@require_http_methods(["GET", "POST"])
@requires(LEAD, purpose=PURPOSE)
def cover(request: SignedInRequest) -> HttpResponse:
    form = CoverForm(sent(request), people=_people(request))
    return _changed(request, form, _COVER, _set_cover)


@require_http_methods(["GET", "POST"])
@requires(LEAD, purpose=PURPOSE)
def swap(request: SignedInRequest) -> HttpResponse:
    return _changed(request, SwapForm(sent(request), weeks=_weeks(request)), _SWAP, _swap)


@require_http_methods(["GET", "POST"])
@requires(LEAD, purpose=PURPOSE)
def away(request: SignedInRequest) -> HttpResponse:
    form = AwayForm(sent(request), people=_people(request))
    return _changed(request, form, _AWAY, _set_away)


@require_POST
@requires(LEAD, purpose=PURPOSE)
def away_withdraw(request: SignedInRequest, away_id: UUID) -> HttpResponse:
    """Somebody is there after all."""
    try:
        actions.withdraw_away(actor=request.actor, away_id=away_id)
    except DutiesError as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, "Taken back. They are called again when they are on call.")
    return redirect("on_call:rota")


@require_http_methods(["GET", "POST"])
@requires(ANSWER, purpose=PURPOSE)
def number(request: SignedInRequest) -> HttpResponse:
    """Everybody sets their own."""
    actor = request.actor
    form = NumberForm(
        sent(request),
        initial={"phone": number_of(actor.organization_id, actor.user_id) or ""},
    )
    return _changed(request, form, _NUMBER, _set_number)


@require_http_methods(["GET", "POST"])
@requires(LEAD, purpose=PURPOSE)
def webhook(request: SignedInRequest) -> HttpResponse:
    """Another service that is told; its secret is shown once."""
    form = WebhookForm(sent(request))
    context: dict[str, Any] = {"webhook": webhook_of(request.actor.organization_id)}
    if form.is_bound and form.is_valid():
        try:
            secret = set_webhook(actor=request.actor, **form.cleaned_data)
        except AddressRefused as problem:
            form.add_error("url", str(problem))
        else:
            if secret:
                return render(request, "on_call/webhook_secret.html", {"secret": secret})
            messages.success(request, "Set. It is told from now on.")
            return redirect("on_call:rota")
    return answer(request, "on_call/webhook.html", context, form=form)


@require_POST
@requires(LEAD, purpose=PURPOSE)
def webhook_end(request: SignedInRequest) -> HttpResponse:
    if end_webhook(actor=request.actor):
        messages.success(request, "Ended. No other service is told any more.")
    return redirect("on_call:rota")


def _changed(
    request: SignedInRequest,
    form: forms.Form,
    page: Page,
    change: Callable[[SignedInRequest, dict[str, Any]], object],
) -> HttpResponse:
    """The form, or what it asks for done; a sentence where it cannot be."""
    if form.is_bound and form.is_valid():
        try:
            change(request, form.cleaned_data)
        except DutiesError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, page.done)
            return redirect("on_call:rota")
    return answer(request, "on_call/change.html", {"page": page}, form=form)


def _set_weeks(request: SignedInRequest, wanted: dict[str, Any]) -> None:
    actions.set_weeks(
        actor=request.actor,
        user_id=UUID(wanted["person"]),
        monday=date.fromisoformat(wanted["monday"]),
        weeks=wanted["weeks"],
    )


def _set_cover(request: SignedInRequest, wanted: dict[str, Any]) -> None:
    person = UUID(wanted.pop("person"))
    actions.set_cover(actor=request.actor, user_id=person, **wanted)


def _swap(request: SignedInRequest, wanted: dict[str, Any]) -> None:
    actions.swap_weeks(
        actor=request.actor,
        monday=date.fromisoformat(wanted["monday"]),
        other_monday=date.fromisoformat(wanted["other_monday"]),
    )


def _set_away(request: SignedInRequest, wanted: dict[str, Any]) -> None:
    person = UUID(wanted.pop("person"))
    actions.set_away(actor=request.actor, user_id=person, **wanted)


def _set_number(request: SignedInRequest, wanted: dict[str, Any]) -> None:
    actions.set_contact(actor=request.actor, user_id=request.actor.user_id, phone=wanted["phone"])


def _people(request: SignedInRequest) -> dict[UUID, str]:
    return names_of(may_be_called(request.actor))


def _weeks(request: SignedInRequest) -> list[tuple[str, str]]:
    actor, now = request.actor, timezone.now()
    people = _people(request)
    found = rota_of(actor, since=now - timedelta(days=7), able=set(people))
    hand_over = as_time(value_of(HAND_OVER, actor.organization_id))
    return choices(found, now, hand_over, people)


def _name(segment: Segment, names: dict[UUID, str]) -> str:
    return names.get(segment.user_id, "") if segment.user_id else ""
