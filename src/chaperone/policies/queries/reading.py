"""What is in force, and what somebody has yet to acknowledge (45 CFR 164.316(b)(2)(ii))."""

from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from chaperone.ledger.actors import Actor
from chaperone.organizations.days import today_of
from chaperone.policies.models import Acknowledgement, Version
from chaperone.policies.queries.versions import published_by_policy
from chaperone.policies.spans import in_force

RENEWED_BEFORE = timedelta(days=30)
"""How long before it no longer counts an acknowledgement can be given anew."""


class InForce(NamedTuple):
    """A version in force on a day."""

    policy_id: UUID
    version_id: UUID
    name: str
    title: str
    kind: str
    number: int
    mandatory: bool
    public: bool
    citations: tuple[str, ...]
    effective_on: date


class ToAcknowledge(NamedTuple):
    """A mandatory version, and how far somebody is with it.

    ``state``: ``lacking`` (nothing stands for it any more), ``due`` (it must be acknowledged by
    ``due_on``), or ``done``; ``until``: the last day on which their acknowledgement counts.
    """

    version_id: UUID
    title: str
    number: int
    effective_on: date
    due_on: date
    state: str
    until: date | None


def policies_in_force(actor: Actor, day: date | None = None) -> list[InForce]:
    """Every policy in force in the actor's organization on a day, today by default, by title."""
    day = day or today_of(actor)
    current = [in_force(spans, day) for spans in published_by_policy(actor).values()]
    ids = [each.version_id for each in current if each]
    rows = Version.objects.filter(organization_id=actor.organization_id, id__in=ids)
    found = [
        InForce(
            row.policy_id,
            row.id,
            row.policy.name,
            row.title,
            row.policy.kind,
            row.number,
            row.mandatory,
            row.public,
            tuple(row.citations),
            row.effective_on or day,
        )
        for row in rows.select_related("policy").defer("text", "claims")
    ]
    return sorted(found, key=lambda each: (each.title.casefold(), each.policy_id))


def acknowledged_by(actor: Actor, user_id: UUID) -> dict[UUID, date]:
    """Until when each version that the person acknowledged counts as such."""
    rows = Acknowledgement.objects.filter(
        organization_id=actor.organization_id, user_id=user_id, renewed_at=None
    )
    return dict(rows.values_list("version_id", "until"))


def must_acknowledge(actor: Actor, user_id: UUID, day: date | None = None) -> list[ToAcknowledge]:
    """Every mandatory version in force or published to come, the most urgent first. 3 queries."""
    day = day or today_of(actor)
    done = acknowledged_by(actor, user_id)
    asked = {
        span.version.version_id: span.version
        for spans in published_by_policy(actor).values()
        for span in spans
        if span.version.mandatory and (span.ends_on is None or span.ends_on > day)
    }
    rows = Version.objects.filter(organization_id=actor.organization_id, id__in=asked)
    found = []
    for version_id, title, number in rows.values_list("id", "title", "number"):
        version, until = asked[version_id], done.get(version_id)
        before = version.effective_on - timedelta(days=1)
        due_on = max(before, version.grace_until or before, until or before)
        state = "lacking" if due_on < day else "due"
        if until is not None and until >= max(day, before) and until > day + RENEWED_BEFORE:
            state = "done"
        found.append(
            ToAcknowledge(version_id, title, number, version.effective_on, due_on, state, until)
        )
    order = ("lacking", "due", "done")
    return sorted(found, key=lambda each: (order.index(each.state), each.due_on, each.title))
