"""Clearances are held, and end (45 CFR 164.308(a)(3)(ii), 164.308(a)(5))."""

from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from chaperone.access.events import CLEARANCE_ENDED, CLEARANCE_HELD
from chaperone.access.models import Hold
from chaperone.access.settings import GRACE
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.organizations.queries import organization_of, value_of


@transaction.atomic
def hold(*, actor: Actor, user_id: UUID, clearance: str, until: date, why: str) -> Hold:
    """Notes that somebody holds a clearance until the end of a day, by the organization's clock.

    ``clearance``: the name it is registered by; ``until``: three years away at most; ``why``: how
    it was earned, 1 to 200 characters, or ``grace``. The web server's login can note what the actor
    has earned themselves, and grace. Holding anew prolongs it. Raises ``ValidationError``.
    """
    held = Hold(
        organization_id=actor.organization_id,
        user_id=user_id,
        name=clearance,
        until=until,
        why=why.strip(),
        given_by=actor.id,
    )
    held.clean_fields(
        exclude=["organization", "user", "given_by", "held_at", "ended_at", "ended_by"]
    )
    held.save(force_insert=True)
    append(
        event=CLEARANCE_HELD,
        actor=actor,
        details={
            "user": str(user_id),
            "clearance": clearance,
            "until": until.isoformat(),
            "why": held.why,
        },
    )
    return held


@transaction.atomic
def end_hold(*, actor: Actor, user_id: UUID, clearance: str, reason: str) -> int:
    """Ends what somebody holds of a clearance this moment; how many rows that were.

    A request of theirs that is running opens nothing more. Nothing is recorded where nothing ends.
    """
    held = Hold.objects.filter(
        organization_id=actor.organization_id, user_id=user_id, name=clearance, ended_at=None
    )
    # The operator has no id: the installation's own stands for it.
    ended = held.update(
        ended_at=Now(), ended_by=actor.id or actor.organization_id, end_reason=reason.strip()[:200]
    )
    if ended:
        append(
            event=CLEARANCE_ENDED,
            actor=actor,
            details={"user": str(user_id), "clearance": clearance, "reason": reason},
        )
    return ended


@transaction.atomic
def begin_grace(*, actor: Actor, user_id: UUID, clearance: str) -> Hold | None:
    """Gives a newcomer the time that the organization's setting allows to earn a clearance in.

    None where the setting gives none, or where they held the clearance before: grace is for
    newcomers, once.
    """
    days = value_of(GRACE[clearance], actor.organization_id)
    before = Hold.objects.filter(organization_id=actor.organization_id, user_id=user_id)
    if not days or before.filter(name=clearance).exists():
        return None
    zone = ZoneInfo(organization_of(actor).time_zone)
    until = timezone.now().astimezone(zone).date() + timedelta(days=days)
    return hold(actor=actor, user_id=user_id, clearance=clearance, until=until, why=Hold.GRACE)
