"""Telling people by e-mail that how they sign in was changed (OWASP ASVS 5.0, 6.3.7)."""

from uuid import UUID

from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from chaperone.accounts.actions.waiting import mail_first
from chaperone.accounts.models import SignInChange
from chaperone.jobs.actions import nudge

TELL_TASK = "accounts.tell"
_SUBJECT = "How you sign in to Chaperone was changed"
_TEMPLATE = "account/email/changed.txt"


def note_change(*, user_id: UUID, kind: str) -> None:
    """Has the person told, whoever changed it; in the transaction of the change."""
    SignInChange.objects.create(user_id=user_id, kind=kind)
    nudge(TELL_TASK)


def tell_next() -> bool:
    """Mails one change that waits; False when none does. A closed account is told nothing."""
    return mail_first(SignInChange, _message)


def _message(change: SignInChange) -> EmailMessage | None:
    if not change.user.is_active:
        return None
    said = {
        "name": change.user.name,
        "what": SignInChange.Kind(change.kind).label,
        "at": f"{change.made_at:%Y-%m-%d %H:%M} UTC",
    }
    return EmailMessage(_SUBJECT, render_to_string(_TEMPLATE, said), to=[change.user.email])
