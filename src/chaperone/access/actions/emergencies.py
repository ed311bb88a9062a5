"""Emergency access: at once, for an hour, watched and judged (45 CFR 164.312(a)(2)(ii))."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chaperone.access.actions.grants import give_for_emergency, note_end
from chaperone.access.actors import Staff
from chaperone.access.errors import (
    AlreadyDecided,
    EmergencyRuns,
    NoSuchMember,
    NotReachable,
    OwnAccess,
)
from chaperone.access.events import EMERGENCY_BEGUN, EMERGENCY_ENDED, EMERGENCY_JUDGED
from chaperone.access.mailing import tell_officers
from chaperone.access.models import Emergency, Grant
from chaperone.access.queries.people import IN_FORCE
from chaperone.access.registry import members
from chaperone.ledger.actions import append

LASTS = timedelta(minutes=60)
REVIEWED_WITHIN = timedelta(hours=72)
MOST_AT_ONCE = 20


@transaction.atomic
def begin_emergency(*, actor: Staff, numbers: Sequence[str], reason: str) -> Emergency:
    """Lets the actor reach the members with these telephone numbers for an hour.

    ``numbers``: 1 to ``MOST_AT_ONCE``, E.164. The caller has checked ``access.emergency`` and the
    second factor. The officers get an e-mail once it is committed. Raises ``NoSuchMember``, in
    which case nothing begins, and ``SmsError`` for what is no number.
    """
    found = [_member(actor, number) for number in numbers]
    return begin_emergency_for(actor=actor, member_ids=found, reason=reason)


@transaction.atomic
def begin_emergency_for(*, actor: Staff, member_ids: Iterable[UUID], reason: str) -> Emergency:
    """The same for members who are known otherwise: somebody was called to them."""
    found = dict.fromkeys(member_ids)
    now = timezone.now()
    emergency = Emergency(
        organization_id=actor.organization_id,
        user_id=actor.user_id,
        reason=reason.strip(),
        begun_at=now,
        ends_at=now + LASTS,
        review_due_at=now + REVIEWED_WITHIN,
    )
    emergency.save(force_insert=True)
    for member_id in found:
        give_for_emergency(actor=actor, emergency=emergency, member_id=member_id)
    append(
        event=EMERGENCY_BEGUN,
        actor=actor,
        members=found,
        details={
            "emergency": str(emergency.id),
            "until": emergency.ends_at.isoformat(),
            "reason": reason,
        },
    )
    tell_officers(actor)
    return emergency


@transaction.atomic
def end_emergency(*, actor: Staff, emergency_id: UUID) -> None:
    """Ends the actor's own emergency access before its hour. Raises ``NotReachable``."""
    grants = Grant.objects.filter(IN_FORCE, emergency_id=emergency_id, user_id=actor.user_id)
    running = list(grants.select_for_update(of=("self",)))
    if not running:
        raise NotReachable("There is no such emergency access of yours that runs.")
    for grant in running:
        note_end(actor=actor, grant=grant, reason="No longer needed.")
    append(event=EMERGENCY_ENDED, actor=actor, details={"emergency": str(emergency_id)})


@transaction.atomic
def judge_emergency(*, actor: Staff, emergency_id: UUID, justified: bool, note: str) -> None:
    """Records the verdict of the review. The caller has checked ``access.review``.

    Raises ``NotReachable``, ``OwnAccess``, ``EmergencyRuns``, ``AlreadyDecided``.
    """
    emergency = (
        Emergency.objects.select_for_update()
        .filter(organization_id=actor.organization_id, id=emergency_id)
        .first()
    )
    if emergency is None:
        raise NotReachable("There is no such emergency access here.")
    if emergency.user_id == actor.id:
        raise OwnAccess("Nobody judges their own emergency access.")
    if emergency.verdict:
        raise AlreadyDecided("This emergency access was reviewed already.")
    if Grant.objects.filter(IN_FORCE, emergency_id=emergency_id).exists():
        raise EmergencyRuns("It can be judged once it has ended.")
    verdict = Emergency.Verdict.JUSTIFIED if justified else Emergency.Verdict.NOT_JUSTIFIED
    emergency.verdict, emergency.note = verdict, note.strip()
    emergency.reviewed_by, emergency.reviewed_at = actor.id, timezone.now()
    emergency.save(update_fields=["verdict", "note", "reviewed_by", "reviewed_at"])
    append(
        event=EMERGENCY_JUDGED,
        actor=actor,
        details={
            "emergency": str(emergency.id),
            "user": str(emergency.user_id),
            "verdict": verdict.value,
            "note": note,
        },
    )


def _member(actor: Staff, number: str) -> UUID:
    found = members().by_number(organization_id=actor.organization_id, number=number)
    if found is None:
        raise NoSuchMember("No member of this organization has one of these numbers.")
    return found
