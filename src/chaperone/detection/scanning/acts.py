"""Entries whose insides rules need, opened in batches: sign-ins, refusals, and what is rare."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from chaperone.accounts.events import SIGN_IN_SUCCEEDED
from chaperone.database.identifiers import PLATFORM
from chaperone.detection.rules.facts import Act
from chaperone.detection.rules.rule import Rule
from chaperone.ledger.actors import Actor
from chaperone.ledger.queries import Row, happened


def events_of(rules: Iterable[Rule], *, platform: bool = False) -> frozenset[str]:
    """In which entries the rules look; those of no organization where ``platform``."""
    named = [rule.events for rule in rules if rule.platform or not platform]
    # From where people sign in is known of every day, whatever rules are switched off.
    own = frozenset() if platform else frozenset({SIGN_IN_SUCCEEDED.name})
    return own.union(*named)


def acts_of(
    actor: Actor, events: Collection[str], *, since: datetime, until: datetime
) -> list[Act]:
    """Those of the actor's organization, oldest first, in the context of that organization."""
    if not events:
        return []
    nobodys = actor.organization_id == PLATFORM
    return [_act(row, nobodys) for row in happened(actor, events, since=since, until=until)]


def _act(row: Row, nobodys: bool) -> Act:
    return Act(
        row.id,
        row.at,
        row.event,
        row.actor_kind,
        row.actor_id,
        row.members,
        row.address,
        row.details,
        nobodys,
    )


def joined(own: Iterable[Act], platform: Iterable[Act]) -> list[Act]:
    """Both, oldest first."""
    return sorted([*own, *platform], key=lambda act: act.entry_id)


def between(acts: Iterable[Act], since: datetime, until: datetime) -> list[Act]:
    """Those from the one moment up to before the other."""
    return [act for act in acts if since <= act.at < until]


def people_in(acts: Iterable[Act], events: Collection[str]) -> set[UUID]:
    """Who acted in entries of these events."""
    return {act.actor_id for act in acts if act.actor_id and act.event in events}
