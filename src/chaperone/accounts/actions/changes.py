"""Telling people by e-mail that how they sign in was changed (OWASP ASVS 5.0, 6.3.7)."""

from uuid import UUID

from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

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
    """Mails one change that waits; False when none does. Where it cannot be sent, it waits again.

    It is claimed and committed first, so that no network call is made within a transaction. A
    closed account is told nothing.
    """
    with transaction.atomic():
        change = _claim()
        if change is None:
            return False
        message = _message(change) if change.user.is_active else None
    try:
        if message:
            message.send()
    except OSError:
        SignInChange.objects.filter(id=change.id).update(handled_at=None)
        raise
    return True


def _claim() -> SignInChange | None:
    rows = SignInChange.objects.filter(handled_at=None).order_by("id")
    change = rows.select_for_update(skip_locked=True).first()
    if change is not None:
        change.handled_at = timezone.now()
        change.save(update_fields=["handled_at"])
    return change


def _message(change: SignInChange) -> EmailMessage:
    said = {
        "name": change.user.name,
        "what": SignInChange.Kind(change.kind).label,
        "at": f"{change.made_at:%Y-%m-%d %H:%M} UTC",
    }
    return EmailMessage(_SUBJECT, render_to_string(_TEMPLATE, said), to=[change.user.email])
