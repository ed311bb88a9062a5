"""The clearance ``policies``: who has acknowledged what everybody must (invariant 3)."""

from datetime import date, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Max

from chaperone.access.actions.clearances import begin_grace, hold
from chaperone.access.actors import Staff
from chaperone.access.models import Hold
from chaperone.ledger.actors import Actor
from chaperone.organizations.queries import value_of
from chaperone.policies.dates import months_after
from chaperone.policies.queries.reading import acknowledged_by
from chaperone.policies.queries.versions import published_by_policy, today_of
from chaperone.policies.settings import ACKNOWLEDGED_MONTHS
from chaperone.policies.spans import last_day_done

CLEARANCE = "policies"
WHY = "policies acknowledged"
NOTHING_ASKED = timedelta(days=30)
"""How long the clearance is held where no policy is mandatory: there soon will be."""
_LOCK = "SELECT pg_advisory_xact_lock{shared}(hashtextextended('policies standing ' || %s, 0))"


def hold_everybody_still(actor: Actor) -> None:
    """Waits for those who are acknowledging now, and has others wait until the transaction ends.

    Or somebody could earn, by what was in force a moment ago, a clearance that outlasts a version
    that is being published.
    """
    _lock(actor, shared="")


def hold_oneself_still(actor: Actor) -> None:
    """Waits until nobody is publishing; others may acknowledge at the same time."""
    _lock(actor, shared="_shared")


def settle(actor: Staff) -> bool:
    """Holds the clearance for the actor as long as what they have acknowledged lasts.

    Gives whether they hold it now. In the transaction of what changed it, and after
    ``hold_oneself_still``.
    """
    today, held = today_of(actor), _held_until(actor)
    policies = list(published_by_policy(actor).values())
    last = last_day_done(policies, acknowledged_by(actor, actor.user_id), today)
    if last is not None:
        asked = any(span.version.mandatory for spans in policies for span in spans)
        months = value_of(ACKNOWLEDGED_MONTHS, actor.organization_id)
        until = min(last, months_after(today, months) if asked else today + NOTHING_ASKED)
        if held is None or held < until:
            hold(actor=actor, user_id=actor.user_id, clearance=CLEARANCE, until=until, why=WHY)
            return True
    return held is not None and held >= today


def welcome(*, actor: Actor, user_id: UUID) -> None:
    """Gives a newcomer the organization's grace (registered with ``access.registry``)."""
    begin_grace(actor=actor, user_id=user_id, clearance=CLEARANCE)


def _held_until(actor: Staff) -> date | None:
    held = Hold.objects.filter(
        organization_id=actor.organization_id,
        user_id=actor.user_id,
        name=CLEARANCE,
        ended_at=None,
    )
    last: date | None = held.aggregate(last=Max("until"))["last"]
    return last


def _lock(actor: Actor, *, shared: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_LOCK.format(shared=shared), [str(actor.organization_id)])
