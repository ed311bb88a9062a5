"""Whom to call at an outage, on the page and on paper."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.access.forms import PostedForm
from chaperone.access.queries import names_of
from chaperone.continuity.frame import MANAGE, PURPOSE, READ, TABS
from chaperone.continuity.models import CallContact
from chaperone.continuity.recovery.actions.contacts import (
    change_contact,
    enter_contact,
    put_away,
    retire_contact,
)
from chaperone.continuity.recovery.errors import NoSuchContact, RecoveryError
from chaperone.continuity.recovery.events import LIST_PRINTED
from chaperone.continuity.recovery.forms import ContactForm, PutAwayForm
from chaperone.continuity.recovery.printing import document_of
from chaperone.continuity.recovery.queries.contacts import (
    contact_of,
    digest_of,
    latest_put_away,
    whom_to_call,
)
from chaperone.continuity.recovery.queries.systems import order_of
from chaperone.documents.rendering import render as render_pdf
from chaperone.ledger.actions import append
from chaperone.registers.answers import answer, done, sent
from chaperone.registers.queries.history import history_of

_TYPED = tuple(ContactForm.base_fields)
_FORM = "continuity/form_page.html"
_LIST = "continuity:recovery:contacts"


@require_GET
@requires(READ, purpose=PURPOSE)
def contacts(request: SignedInRequest) -> HttpResponse:
    """The list, and whether a print of it as it is lies somewhere."""
    called = whom_to_call(request.actor)
    kept = latest_put_away(request.actor)
    context = {
        "tabs": TABS,
        "called": called,
        "unreachable": [each.name for each in called if not each.reachable],
        "kept": kept,
        "kept_by": names_of([kept.put_away_by]).get(kept.put_away_by) if kept else "",
        "right": kept is not None and kept.sha256 == digest_of(called),
        "may_change": request.actor.may(MANAGE),
    }
    return render(request, "continuity/recovery/contacts.html", context)


@require_GET
@requires(READ, purpose=PURPOSE)
def contacts_pdf(request: SignedInRequest) -> HttpResponse:
    """The list for print, with the order of recovery: one paper for the day nothing works."""
    zone = ZoneInfo(request.organization.time_zone)
    called = whom_to_call(request.actor)
    digest = digest_of(called)
    append(event=LIST_PRINTED, actor=request.actor, details={"sha256": digest})
    now = timezone.now().astimezone(zone)
    document = document_of(
        called,
        order_of(request.actor),
        organization=request.organization.name,
        made_at=now,
        digest=digest,
    )
    disposition = content_disposition_header(
        as_attachment=True, filename=f"whom-to-call-{now:%Y-%m-%d}.pdf"
    )
    return HttpResponse(
        render_pdf(document),
        content_type="application/pdf",
        headers={"Content-Disposition": disposition},
    )


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def contacts_put_away(request: SignedInRequest) -> HttpResponse:
    """Says where a print lies."""
    form = PutAwayForm(sent(request))
    if done(form, lambda: put_away(actor=request.actor, **form.cleaned_data), RecoveryError):
        messages.success(request, "Noted. You are told when the list has changed.")
        return redirect(_LIST)
    context = {
        "tabs": TABS,
        "heading": "Where does the print of this list lie?",
        "hint": "Where it can be read without the platform, without power, and at night. It names"
        " private numbers: not where visitors see it.",
        "submit": "It lies there",
        "back": reverse(_LIST),
    }
    return answer(request, _FORM, context, form=form)


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def contact_add(request: SignedInRequest) -> HttpResponse:
    """Somebody else to call."""
    form = ContactForm(sent(request))
    if done(form, lambda: enter_contact(actor=request.actor, **form.cleaned_data), RecoveryError):
        messages.success(request, "Entered. Print the list again.")
        return redirect(_LIST)
    context = {
        "tabs": TABS,
        "heading": "Whom else do we call?",
        "hint": "Officials and vendors stand in the list already: change those where they are"
        " kept. Members do not belong here.",
        "submit": "Enter them",
        "back": reverse(_LIST),
    }
    return answer(request, _FORM, context, form=form)


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def contact_change(request: SignedInRequest, contact_id: UUID) -> HttpResponse:
    """Changes an own entry."""
    found = _reach(request, contact_id)
    initial = {name: getattr(found, name) for name in _TYPED}
    form = ContactForm(sent(request), initial=initial)

    def act() -> Any:
        return change_contact(actor=request.actor, contact_id=found.id, **form.cleaned_data)

    if done(form, act, RecoveryError):
        messages.success(request, "Saved. Print the list again.")
        return redirect(_LIST)
    context = _asking(found, "How are they reached now?", "Prints that lie about are wrong then.")
    context |= {"submit": "Save", "changes": history_of(request.actor, found.id)}
    return answer(request, _FORM, context, form=form)


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def contact_retire(request: SignedInRequest, contact_id: UUID) -> HttpResponse:
    """Takes somebody out of the list."""
    found = _reach(request, contact_id)
    form = PostedForm(sent(request))
    if done(form, lambda: retire_contact(actor=request.actor, contact_id=found.id), RecoveryError):
        messages.success(request, "Taken out. Print the list again.")
        return redirect(_LIST)
    context = _asking(found, "Call them no more?", "The entry is kept, and not shown any more.")
    return answer(request, _FORM, context | {"submit": "Take them out"}, form=form)


def _asking(found: CallContact, heading: str, hint: str) -> dict[str, Any]:
    return {
        "tabs": TABS,
        "heading": heading,
        "about": f"{found.name}: {found.reason}",
        "hint": hint,
        "back": reverse(_LIST),
    }


def _reach(request: SignedInRequest, contact_id: UUID) -> CallContact:
    try:
        return contact_of(request.actor, contact_id)
    except NoSuchContact as problem:
        raise NotReachable(str(problem)) from problem
