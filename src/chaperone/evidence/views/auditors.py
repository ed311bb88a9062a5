"""An auditor's sign-in with an end: who, until when, and what they see."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import AccessError
from chaperone.accounts.errors import AccountsError
from chaperone.evidence.auditors.actions import invite_auditor
from chaperone.evidence.auditors.forms import AuditorForm
from chaperone.evidence.auditors.queries import auditors_of, what_they_see
from chaperone.evidence.frame import MANAGE, PURPOSE, READ, TABS
from chaperone.organizations.clocks import end_of
from chaperone.registers.answers import answer, done, sent


@require_GET
@requires(READ, purpose=PURPOSE)
def auditors(request: SignedInRequest) -> HttpResponse:
    """Who audits us, until when, and what do they see?"""
    context = {
        "tabs": TABS,
        "lines": auditors_of(request.actor),
        "sees": what_they_see(),
        "may_manage": request.actor.may(MANAGE),
        "may_end": request.actor.may("access.end"),
    }
    return render(request, "evidence/auditors.html", context)


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def invite(request: SignedInRequest) -> HttpResponse:
    """Invites somebody who audits us, until a day."""
    form = AuditorForm(sent(request))
    if done(form, lambda: _invite(request, form), (AccountsError, AccessError)):
        messages.success(
            request,
            "Invited. Another security officer has to approve it before it opens anything.",
        )
        return redirect("evidence:auditors")
    context = {
        "tabs": TABS,
        "heading": "Who audits us, and until when?",
        "hint": "They read the record and the programme, and change nothing. They open no member's"
        " data. On the evening of the day that you give, their access ends by itself.",
        "submit": "Invite",
        "back": reverse("evidence:auditors"),
    }
    return answer(request, "evidence/form_page.html", context, form=form)


def _invite(request: SignedInRequest, form: AuditorForm) -> None:
    asked = form.cleaned_data
    invite_auditor(
        actor=request.actor,
        email=asked["email"],
        name=asked["name"],
        reason=asked["reason"],
        # By the organization's clock.
        until=end_of(asked["until"], timezone.get_current_timezone()),
    )
