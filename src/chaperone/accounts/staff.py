"""People of one organization as its administrators see them: factors, sign-ins, invitations."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Max
from django.db.models.functions import Lower, Now

from chaperone.accounts.actions.throttle import subject_of_account
from chaperone.accounts.models import Invitation, Session, Throttle, User
from chaperone.accounts.queries import FACTORS, LIFE, seconds_left
from chaperone.ledger.actors import Actor


class Person(NamedTuple):
    """Somebody who works here. ``invitation``: the latest one, where it was not accepted."""

    user: User
    factors: list[str]
    last_sign_in: datetime | None
    locked: bool
    invitation: Invitation | None

    @property
    def invited(self) -> bool:
        """Whether an invitation waits to be accepted."""
        link = self.invitation.link if self.invitation else None
        return bool(link and link.revoked_at is None and link.used_at is None)


def people(actor: Actor, user_ids: Iterable[UUID]) -> dict[UUID, Person]:
    """The people with these ids, in five queries however many they are."""
    wanted = set(user_ids)
    users = User.objects.filter(id__in=wanted)
    factors: dict[UUID, list[str]] = {}
    for user_id, kind in Authenticator.objects.filter(
        user_id__in=wanted, type__in=FACTORS
    ).values_list("user_id", "type"):
        factors.setdefault(user_id, []).append(FACTORS[kind])
    sessions = Session.objects.filter(organization_id=actor.organization_id, user_id__in=wanted)
    signed_in = dict(sessions.values_list("user_id").annotate(Max("signed_in_at")).order_by())
    locked = _locked(wanted)
    invitations = _latest_invitations(actor, wanted)
    return {
        user.id: Person(
            user=user,
            factors=sorted(factors.get(user.id, [])),
            last_sign_in=signed_in.get(user.id),
            locked=user.id in locked,
            invitation=invitations.get(user.id),
        )
        for user in users
    }


def _locked(user_ids: Iterable[UUID]) -> set[UUID]:
    subjects = {subject_of_account(user_id): user_id for user_id in user_ids}
    closed = Throttle.objects.filter(subject__in=subjects, locked_until__gt=Now())
    return {subjects[subject] for subject in closed.values_list("subject", flat=True)}


def _latest_invitations(actor: Actor, user_ids: Iterable[UUID]) -> dict[UUID, Invitation]:
    rows = Invitation.objects.filter(
        organization_id=actor.organization_id, user_id__in=set(user_ids), link__used_at=None
    )
    return {each.user_id: each for each in rows.select_related("link").order_by("id")}


def sessions_page(
    actor: Actor, *, user_id: UUID | None = None, before: UUID | None = None, limit: int = 50
) -> tuple[list[Session], UUID | None]:
    """Open sessions in the actor's organization, latest first, and where the next page begins."""
    rows = Session.objects.filter(
        organization_id=actor.organization_id, ended_at=None, signed_in_at__gt=Now() - LIFE
    )
    if user_id:
        rows = rows.filter(user_id=user_id)
    if before:
        rows = rows.filter(id__lt=before)
    found = list(rows.select_related("user").order_by("-id")[: limit + 1])
    shown = [session for session in found[:limit] if seconds_left(session) > 0]
    return shown, found[limit - 1].id if len(found) > limit else None


def open_session(actor: Actor, session_id: UUID) -> Session | None:
    """One open session in the actor's organization, with its person."""
    rows = Session.objects.filter(organization_id=actor.organization_id, ended_at=None)
    return rows.select_related("user").filter(id=session_id).first()


def taken_addresses(addresses: Iterable[str]) -> set[str]:
    """Those addresses whose person can sign in already, in small letters."""
    users = User.objects.annotate(address=Lower("email")).filter(address__in=list(addresses))
    return {user.email.lower() for user in users if user.has_usable_password()}
