"""The clearance ``policies``: who has acknowledged what everybody must (invariant 3)."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Max

from chaperone.access.actions.clearances import begin_grace, hold
from chaperone.access.actors import Staff
from chaperone.access.models import Hold
from chaperone.ledger.actors import Actor
from chaperone.organizations.days import today_of
from chaperone.organizations.queries import value_of
from chaperone.policies.dates import months_after
from chaperone.policies.queries.reading import acknowledged_by
from chaperone.policies.queries.versions import published_by_policy
from chaperone.policies.settings import ACKNOWLEDGED_MONTHS
from chaperone.policies.spans import last_day_done

CLEARANCE = "policies"
WHY = "policies acknowledged"
NOTHING_ASKED = timedelta(days=30)
"""How long the clearance is held where no policy is mandatory: there soon will be."""
_FAR = date(9999, 12, 31)
_LOCK = "SELECT pg_advisory_xact_lock{shared}(hashtextextended('policies standing ' || %s, 0))"
# As ``spans.last_day_done`` has it, grace left out, for many people at once.
_STAND = """
    INSERT INTO policies_standing (id, organization_id, user_id, done_until)
    SELECT gen_random_uuid(), %(organization)s, p.user_id, coalesce(min(
        CASE WHEN a.until IS NULL THEN s.starts - 1
             WHEN a.until >= s.ends - 1 THEN %(far)s
             ELSE greatest(a.until, s.starts - 1) END), %(far)s)
    FROM (SELECT DISTINCT user_id FROM access_grant
          WHERE organization_id = %(organization)s
            AND (user_id = %(person)s OR %(person)s IS NULL)) p
        LEFT JOIN unnest(%(versions)s::uuid[], %(starts)s::date[], %(ends)s::date[])
            AS s (version_id, starts, ends) ON true
        LEFT JOIN policies_acknowledgement a
            ON a.organization_id = %(organization)s AND a.user_id = p.user_id
           AND a.version_id = s.version_id AND a.renewed_at IS NULL
    GROUP BY p.user_id
    ON CONFLICT (organization_id, user_id) DO UPDATE SET done_until = excluded.done_until
        WHERE policies_standing.done_until <> excluded.done_until
"""


def hold_everybody_still(actor: Actor) -> None:
    """Waits for those who are acknowledging now, and has others wait until the transaction ends.

    Or somebody could earn, by what was in force a moment ago, a clearance that outlasts a version
    that is being published.
    """
    _lock(actor, shared="")


def hold_oneself_still(actor: Actor) -> None:
    """Waits until nobody is publishing; others may acknowledge at the same time."""
    _lock(actor, shared="_shared")


def note_standing(actor: Actor, person: UUID | None = None) -> None:
    """Notes until when somebody, or everybody, lacks nothing. After whatever changes it."""
    today = today_of(actor)
    asked = [
        span
        for spans in published_by_policy(actor).values()
        for span in spans
        if span.version.mandatory and (span.ends_on is None or span.ends_on > today)
    ]
    values: dict[str, Any] = {
        "organization": actor.organization_id,
        "person": person,
        "far": _FAR,
        "versions": [span.version.version_id for span in asked],
        "starts": [span.version.effective_on for span in asked],
        "ends": [span.ends_on for span in asked],
    }
    with connection.cursor() as cursor:
        cursor.execute(_STAND, values)


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
