"""What a worker does about links that wait: makes the token, records, mails."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from chaperone.accounts.actions.links import hash_of
from chaperone.accounts.actions.waiting import mail_first
from chaperone.accounts.models import Link, User
from chaperone.accounts.queries import has_factor

LIFE = {
    Link.Kind.INVITATION: timedelta(hours=72),
    Link.Kind.RESET: timedelta(minutes=30),
    Link.Kind.CHECKED: timedelta(hours=4),
}
_SUBJECTS = {
    Link.Kind.INVITATION: "Your account at Chaperone",
    Link.Kind.RESET: "A new password for Chaperone",
    Link.Kind.CHECKED: "A new password for Chaperone",
}
# Whoever asks again and again fills nobody's mailbox.
_QUIET = timedelta(minutes=2)


def mail_next() -> bool:
    """Handles one link that waits; False when none does.

    Its token is made as it is claimed. Where the mail cannot be sent the link waits again, and gets
    a new token then.
    """
    return mail_first(Link, _prepare)


def _prepare(link: Link) -> EmailMessage | None:
    user, asked = link.user, link.kind == Link.Kind.RESET
    if user is None or not user.is_active or link.revoked_at:
        return None
    if asked and _mailed_lately(link, user):
        return None
    if asked and not has_factor(user.id):
        return _message(user, link, "account/email/ask_administrator.txt", {})
    return _message(user, link, f"account/email/{link.kind}.txt", {"link": _address_of(link)})


def hand_over(*, link: Link) -> str:
    """The address of a link that its maker hands over, so that it is not mailed. Shown once.

    For the operator's commands, in the transaction that made the link.
    """
    link.handled_at = timezone.now()
    link.save(update_fields=["handled_at"])
    return _address_of(link)


def _address_of(link: Link) -> str:
    """Makes the token of a link; only its hash is kept."""
    token = secrets.token_urlsafe(32)
    link.token_hash = hash_of(token)
    link.expires_at = timezone.now() + LIFE[Link.Kind(link.kind)]
    link.save(update_fields=["token_hash", "expires_at"])
    return settings.CHAPERONE_URL + reverse("account_link", kwargs={"token": token})


def _mailed_lately(link: Link, user: User) -> bool:
    since = timezone.now() - _QUIET
    others = Link.objects.filter(user=user, kind=link.kind).exclude(id=link.id)
    return others.filter(token_hash__isnull=False, handled_at__gt=since).exists()


def _message(user: User, link: Link, template: str, context: dict[str, str]) -> EmailMessage:
    body = render_to_string(template, {"name": user.name, **context})
    return EmailMessage(_SUBJECTS[Link.Kind(link.kind)], body, to=[user.email])
