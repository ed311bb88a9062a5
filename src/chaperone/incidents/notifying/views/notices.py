"""Who was told, and what remains?"""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.access.queries import names_of
from chaperone.incidents.assessing.queries import clocks_of, states_to_tell
from chaperone.incidents.assessing.settings import TOLL_FREE
from chaperone.incidents.cases.pages import form_page, head_of, reach
from chaperone.incidents.errors import IncidentError
from chaperone.incidents.exposure.residence import by_name
from chaperone.incidents.frame import MANAGE, PURPOSE, READ
from chaperone.incidents.models import Delivery, Incident, Notice
from chaperone.incidents.notifying.actions.sending import (
    ask_letters,
    ask_letters_instead,
    ask_texts,
    note_letters,
)
from chaperone.incidents.notifying.actions.writing import approve_notice, post_notice, write_notice
from chaperone.incidents.notifying.elements import ELEMENTS, LANGUAGES, missing, text_of
from chaperone.incidents.notifying.errors import NoBreach, NoNotice
from chaperone.incidents.notifying.forms import NoteForm, NoticeForm
from chaperone.incidents.notifying.queries import (
    counts_of,
    latest_notice,
    mailings_of,
    members_to_tell,
    notice_in_force,
    require_breach,
    unconfirmed,
)
from chaperone.incidents.notifying.wording import facts_of, media_text, told
from chaperone.organizations.days import today_of
from chaperone.organizations.queries import organization_of, value_of
from chaperone.registers.answers import done, sent

_NOT_BY_LETTER = (
    Delivery.State.GONE,
    Delivery.State.UNADDRESSED,
    Delivery.State.RETURNED,
)
_CONTACT = ("telephone", "email", "website", "postal")
_asked = partial(form_page, back="incidents:notices")


@require_GET
@requires(READ, purpose=PURPOSE)
def notices(request: SignedInRequest, incident_id: UUID) -> HttpResponse:
    """Who was told, and what remains?"""
    actor, case = request.actor, reach(request.actor, incident_id)
    notice = latest_notice(actor, case)
    try:
        breach = require_breach(actor, case)
    except NoBreach:
        breach = None
    clocks = clocks_of(actor, case)
    approved = notice is not None and notice.state == Notice.State.APPROVED
    people = {notice.written_by, notice.approved_by} if notice else set()
    context = {
        "breach": breach,
        "notice": notice,
        "approved": approved,
        "lacking": missing(notice) if notice and not approved else [],
        "said": _said(notice) if notice else [],
        "states": by_name(states_to_tell(breach, breach.exposure)) if breach else [],
        "to_tell": len(members_to_tell(actor, notice)) if notice else 0,
        "deliveries": _deliveries(request, notice) if notice else [],
        "unreached": _unreached(request, notice) if notice else 0,
        "unconfirmed": len(unconfirmed(actor, notice)) if notice else 0,
        "mailings": mailings_of(actor, notice) if notice else [],
        "clocks": [each for each in clocks if each.open],
        "waits": any(each.state == "paused" for each in clocks),
        "names": names_of({each for each in people if each}),
        "slug": organization_of(actor).slug,
        "may_approve": notice is not None and notice.written_by != actor.user_id,
    }
    return render(request, "incidents/notices.html", {**head_of(actor, case), **context})


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def write(request: SignedInRequest, incident_id: UUID) -> HttpResponse:
    """What people are told."""
    case = reach(request.actor, incident_id)
    form = NoticeForm(sent(request), initial=_initial(request, case))
    if done(
        form,
        lambda: write_notice(actor=request.actor, incident_id=case.id, **form.cleaned_data),
        IncidentError,
    ):
        messages.success(request, "Written. A second person approves it.")
        return redirect("incidents:notices", incident_id=case.id)
    hint = "Letters, texts, the public page and what media get are made from it. Name nobody."
    return _asked(request, case, form, "What are people told?", hint, "Keep the draft")


@require_POST
@requires(MANAGE, purpose=PURPOSE)
def approve(request: SignedInRequest, incident_id: UUID) -> HttpResponse:
    """Approves the draft."""
    return _do(request, incident_id, approve_notice, "Approved. It can go out now.")


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def post(request: SignedInRequest, incident_id: UUID) -> HttpResponse:
    """Posts the page that stands in for letters."""
    hint = (
        "The page stands at a public address for 90 days, in place of letters that reach "
        "nobody (164.404(d)(2))."
    )
    if request.method == "GET":
        return _confirm(request, incident_id, "Post it for everybody?", hint, "Post it")
    return _do(request, incident_id, post_notice, "Posted for 90 days.")


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def letters(request: SignedInRequest, incident_id: UUID) -> HttpResponse:
    """Has the letters made."""
    hint = (
        "A worker opens each name before a witness and prints the letters to files, in each "
        "person's language; an administrator takes them, under an approval. Who agreed to notice "
        "by e-mail gets one instead, which says that a notice waits and nothing of what it is."
    )
    if request.method == "GET":
        return _confirm(request, incident_id, "Write to everybody?", hint, "Write to everybody")
    return _do(request, incident_id, ask_letters, "Letters are being made, e-mails go out.")


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def letters_instead(request: SignedInRequest, incident_id: UUID) -> HttpResponse:
    """Has letters made for those whose e-mail nobody confirmed."""
    hint = (
        "A link in an e-mail is no proof that somebody was told. Who confirms later got both, "
        "which does no harm."
    )
    if request.method == "GET":
        return _confirm(
            request, incident_id, "Write to them by letter as well?", hint, "Make the letters"
        )
    return _do(request, incident_id, ask_letters_instead, "The letters are being made.")


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def texts(request: SignedInRequest, incident_id: UUID) -> HttpResponse:
    """Has the texts sent."""
    hint = (
        "A text that went out cannot be called back. It says that there is a notice and "
        "whom to call; who said STOP gets none."
    )
    if request.method == "GET":
        return _confirm(request, incident_id, "Text everybody?", hint, "Send the texts")
    return _do(request, incident_id, ask_texts, "The texts go out now.")


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def note(request: SignedInRequest, incident_id: UUID) -> HttpResponse:
    """What became of letters."""
    case = reach(request.actor, incident_id)
    form = NoteForm(sent(request))
    if done(
        form,
        lambda: note_letters(actor=request.actor, incident_id=case.id, **form.cleaned_data),
        IncidentError,
    ):
        messages.success(request, "Noted.")
        return redirect("incidents:notices", incident_id=case.id)
    hint = "The burden of proof that everybody was told is yours (45 CFR 164.414(b))."
    return _asked(request, case, form, "What became of the letters?", hint, "Note it")


@require_GET
@requires(READ, purpose=PURPOSE)
def media(request: SignedInRequest, incident_id: UUID) -> HttpResponse:
    """What prominent media are sent, to be copied."""
    case = reach(request.actor, incident_id)
    try:
        found = notice_in_force(request.actor, case)
    except NoNotice as problem:
        raise NotReachable(str(problem)) from problem
    organization = organization_of(request.actor).name
    text = media_text(found, organization, today_of(request.actor))
    context = {**head_of(request.actor, case), "text": text}
    return render(request, "incidents/media.html", context)


def _confirm(
    request: SignedInRequest, incident_id: UUID, heading: str, hint: str, submit: str
) -> HttpResponse:
    """Asks before what cannot be called back."""
    return _asked(request, reach(request.actor, incident_id), Form(), heading, hint, submit)


def _do(
    request: SignedInRequest, incident_id: UUID, act: Callable[..., Any], well: str
) -> HttpResponse:
    case = reach(request.actor, incident_id)
    try:
        with transaction.atomic():
            act(actor=request.actor, incident_id=case.id)
    except IncidentError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, well)
    return redirect("incidents:notices", incident_id=case.id)


def _deliveries(request: SignedInRequest, notice: Notice) -> list[tuple[str, str, int]]:
    return [
        (Delivery.Way(way).label, Delivery.State(state).label, count)
        for (way, state), count in counts_of(request.actor, notice).items()
    ]


def _unreached(request: SignedInRequest, notice: Notice) -> int:
    """Of how many the address is missing or out of date (45 CFR 164.404(d)(2))."""
    counts = counts_of(request.actor, notice)
    return sum(counts.get((Delivery.Way.LETTER, state), 0) for state in _NOT_BY_LETTER)


def _said(notice: Notice) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """The notice in each language, with its dates and how to ask."""
    return [
        (language, spoken, [*told(notice, language), *facts_of(notice, language)])
        for language, spoken in LANGUAGES.items()
    ]


def _initial(request: SignedInRequest, case: Incident) -> dict[str, Any]:
    before = latest_notice(request.actor, case)
    if before is None:
        return {
            "discovered_on": case.discovered_at.date(),
            "telephone": value_of(TOLL_FREE, request.actor.organization_id),
        }
    words = {
        f"{element.name}_{language}": text_of(before, element.name, language)
        for element in ELEMENTS
        for language in LANGUAGES
    }
    dates = {"happened_on": before.happened_on, "discovered_on": before.discovered_on}
    return words | dates | {name: getattr(before, name) for name in _CONTACT}
