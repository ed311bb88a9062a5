"""Emergency access: what runs, and what must be reviewed."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.access.errors import NotReachable
from chaperone.access.models import Emergency, Grant
from chaperone.access.queries.people import names_of
from chaperone.ledger.actors import Actor
from chaperone.vault.sealed import Secret

MOST = 100


class EmergencyLine(NamedTuple):
    """Emergency access as a page tells it; members as ids, since reviewers read no PHI."""

    id: UUID
    user_id: UUID
    who: str
    reason: str
    begun_at: datetime
    ended_at: datetime
    review_due_at: datetime
    state: str
    members: list[UUID]
    note: str
    reviewer: str
    reviewed_at: datetime | None
    running: bool
    judgeable: bool


def emergency_line(actor: Staff, emergency_id: UUID) -> EmergencyLine:
    """One, for its reviewers or whoever took it. Raises ``NotReachable``."""
    found = _here(actor).filter(id=emergency_id)
    if not actor.may("access.review"):
        found = found.filter(user_id=actor.user_id)
    emergency = found.first()
    if emergency is None:
        raise NotReachable("There is no such emergency access among those you can see.")
    return _lines(actor, [emergency])[0]


def own_emergencies(actor: Staff) -> list[EmergencyLine]:
    """What the actor took, newest first."""
    return _lines(actor, _here(actor).filter(user_id=actor.user_id)[:MOST])


def emergencies_to_review(actor: Staff) -> list[EmergencyLine]:
    """Without a verdict, the one due first on top; those that still run as well."""
    return _lines(actor, _here(actor).filter(verdict="").order_by("review_due_at"))


def emergencies_reviewed(actor: Staff) -> list[EmergencyLine]:
    """With their verdicts, newest first."""
    return _lines(actor, _here(actor).exclude(verdict="")[:MOST])


def count_to_review(actor: Staff) -> int:
    """How many have no verdict yet."""
    return _here(actor).filter(verdict="").count()


def _here(actor: Actor) -> QuerySet[Emergency]:
    return Emergency.objects.filter(organization_id=actor.organization_id).order_by("-id")


def _lines(actor: Staff, emergencies: Iterable[Emergency]) -> list[EmergencyLine]:
    found = list(emergencies)
    people = {person for one in found for person in (one.user_id, one.reviewed_by) if person}
    names = names_of(people)
    grants = _grants(found)
    return [_line(actor, one, names, grants.get(one.id, [])) for one in found]


def _grants(emergencies: list[Emergency]) -> dict[UUID, list[Grant]]:
    grants: dict[UUID, list[Grant]] = {}
    for grant in Grant.objects.filter(emergency__in=emergencies).order_by("id"):
        if grant.emergency_id:
            grants.setdefault(grant.emergency_id, []).append(grant)
    return grants


def _line(
    actor: Staff, one: Emergency, names: dict[UUID, str], grants: list[Grant]
) -> EmergencyLine:
    now = timezone.now()
    ended_at = max((grant.ends_at or one.ends_at for grant in grants), default=one.ends_at)
    running = ended_at > now
    return EmergencyLine(
        id=one.id,
        user_id=one.user_id,
        who=names.get(one.user_id, ""),
        reason=one.reason.reveal(),
        begun_at=one.begun_at,
        ended_at=ended_at,
        review_due_at=one.review_due_at,
        state=one.verdict or ("running" if running else _due(one.review_due_at, now)),
        members=[grant.member_id for grant in grants if grant.member_id],
        note=one.note.reveal() if isinstance(one.note, Secret) else "",
        reviewer=names.get(one.reviewed_by, "") if one.reviewed_by else "",
        reviewed_at=one.reviewed_at,
        running=running,
        judgeable=not running
        and not one.verdict
        and one.user_id != actor.id
        and actor.may("access.review"),
    )


def _due(due_at: datetime, now: datetime) -> str:
    return "overdue" if due_at < now else ""
