"""Links by e-mail: invitations and resets. A link is a row; a worker makes its token and mails it.

So the page on which anybody may ask does the same work whether or not the account exists.
"""

import hashlib
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chaperone.accounts.actions.factors import remove_factors
from chaperone.accounts.actions.identity import record_identity_check
from chaperone.accounts.actions.sign_in import record_apart
from chaperone.accounts.actions.users import create_user, set_password
from chaperone.accounts.context import acting_as
from chaperone.accounts.errors import AlreadyHere, LinkUseless, NobodyThere
from chaperone.accounts.events import (
    INVITATION_ACCEPTED,
    INVITATION_REVOKED,
    INVITED,
    RESET_ISSUED,
    RESET_REQUESTED,
)
from chaperone.accounts.models import Invitation, Link, User
from chaperone.accounts.queries import find_user, usable_links
from chaperone.accounts.requests import Origin
from chaperone.jobs.actions import nudge
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor

MAIL_TASK = "accounts.mail"


def hash_of(token: str) -> bytes:
    """What is stored of a token. Tokens are random and long, so a plain hash is enough."""
    return hashlib.sha256(b"chaperone link:" + token.encode()).digest()


def request_reset(*, login: str, origin: Origin) -> None:
    """Notes that somebody asked for a new password. Tells nothing, and takes no longer, if the
    account exists: what differs is done by the worker.
    """
    user = find_user(login)
    record_apart(RESET_REQUESTED, user, origin)
    with transaction.atomic():
        Link.objects.create(kind=Link.Kind.RESET, user=user)
        nudge(MAIL_TASK)


@transaction.atomic
def issue_reset(
    *, actor: Actor, user_id: UUID, how: str, note: str, lost_factors: bool = False
) -> Link:
    """Sends a reset link that needs no second factor, after an identity check.

    ``lost_factors``: also removes the person's second factors, which they set up anew. Raises as
    ``record_identity_check``.
    """
    record_identity_check(actor=actor, user_id=user_id, how=how, note=note, for_what="reset")
    if lost_factors:
        remove_factors(actor=actor, user_id=user_id)
    _revoke_links(user_id)
    link = Link.objects.create(kind=Link.Kind.CHECKED, user_id=user_id, made_by=actor.id)
    append(
        event=RESET_ISSUED,
        actor=actor,
        details={"user": str(user_id), "lost_factors": lost_factors},
    )
    nudge(MAIL_TASK)
    return link


@transaction.atomic
def invite(*, actor: Actor, email: str, name: str, username: str | None = None) -> Invitation:
    """Invites somebody to the actor's organization; an earlier invitation of theirs ends.

    The account is made at once, without a password, so that roles can be given to
    ``invitation.user_id``. Raises ``AlreadyHere`` where the person can sign in already, and as
    ``create_user``.
    """
    user = find_user(email)
    if user is None:
        user = create_user(actor=actor, email=email, name=name, username=username)
    elif user.has_usable_password() or not user.is_active:
        raise AlreadyHere("This person has an account already. Give them a role instead.")
    _revoke_links(user.id)
    link = Link.objects.create(kind=Link.Kind.INVITATION, user=user, made_by=actor.id)
    invitation = Invitation.objects.create(
        organization_id=actor.organization_id, user=user, link=link, invited_by=actor.id
    )
    append(
        event=INVITED,
        actor=actor,
        details={"user": str(user.id), "invitation": str(invitation.id)},
    )
    nudge(MAIL_TASK)
    return invitation


@transaction.atomic
def revoke_invitation(*, actor: Actor, invitation_id: UUID) -> None:
    """Takes an invitation of the actor's organization back. Raises ``NobodyThere``."""
    invitation = Invitation.objects.filter(
        id=invitation_id, organization_id=actor.organization_id
    ).first()
    revoked = invitation and Link.objects.filter(
        id=invitation.link_id, used_at=None, revoked_at=None
    ).update(revoked_at=timezone.now())
    if not invitation or not revoked:
        raise NobodyThere("This invitation was accepted or taken back already.")
    append(
        event=INVITATION_REVOKED,
        actor=actor,
        details={"user": str(invitation.user_id), "invitation": str(invitation.id)},
    )


def finish_link(*, link_id: UUID, user: User, password: str) -> None:
    """Uses a link up and sets the password that was checked by the caller; other links end.

    Raises ``LinkUseless`` where it was used in the meantime.
    """
    with acting_as(user.id) as actor:
        link = usable_links().filter(id=link_id, user=user).select_for_update(of=["self"]).first()
        if link is None:
            raise LinkUseless("This link has been used or is too old. Ask for a new one.")
        link.used_at = timezone.now()
        link.save(update_fields=["used_at"])
        _revoke_links(user.id)
        if link.kind == Link.Kind.INVITATION:
            append(event=INVITATION_ACCEPTED, actor=actor, details={"user": str(user.id)})
        set_password(user=user, password=password)


def _revoke_links(user_id: UUID) -> None:
    Link.objects.filter(user_id=user_id, used_at=None, revoked_at=None).update(
        revoked_at=timezone.now()
    )
