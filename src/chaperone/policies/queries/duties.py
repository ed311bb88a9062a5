"""What falls due about policies: reviews, approvals, acknowledgements, and texts that drifted."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone

from chaperone.access.actors import worker
from chaperone.duties.registry import Due
from chaperone.ledger.actors import Actor
from chaperone.organizations.days import today_of
from chaperone.policies.models import Version
from chaperone.policies.queries.drift import drifts_of
from chaperone.policies.queries.overdue import asked_of, short_counts
from chaperone.policies.queries.registering import registered

_TO_DECIDE = timedelta(days=7)
_REVIEWED = "164.316(b)(2)(iii)"


def what_falls_due(organization_id: UUID, until: date) -> Iterator[Due]:
    """Everything due by a day, in the organization's context (registered with ``duties``)."""
    actor = worker(organization_id)
    today = today_of(actor)
    yield from _reviews(actor, today, until)
    yield from _to_decide(actor, until)
    yield from _acknowledgements(actor, today, until)


def _reviews(actor: Actor, today: date, until: date) -> Iterator[Due]:
    drifting = drifts_of(actor, today)
    for policy in registered(actor, today).filter(state="in_force"):
        page = {"policy_id": policy.id}
        if policy.id in drifting:
            yield Due(
                key=f"policies.drift:{policy.current_id}",
                what=f"The system does not do what the policy “{policy.title}” says",
                due_on=today,
                route="policies:policy",
                arguments=page,
                citation="164.316(a)",
                permission="policies.manage",
            )
        if policy.due_on <= until:
            yield Due(
                key=f"policies.review:{policy.id}:{policy.due_on}",
                what=f"Review the policy “{policy.title}”",
                due_on=policy.due_on,
                route="policies:policy",
                arguments=page,
                citation=_REVIEWED,
                permission="policies.manage",
            )


def _to_decide(actor: Actor, until: date) -> Iterator[Due]:
    waiting = Version.objects.filter(
        organization_id=actor.organization_id, state=Version.State.REVIEW
    )
    for version in waiting.defer("text"):
        assert version.submitted_at is not None
        due_on = timezone.localdate(version.submitted_at) + _TO_DECIDE
        if due_on <= until:
            yield Due(
                key=f"policies.decide:{version.id}",
                what=f"Decide on version {version.number} of “{version.title}”",
                due_on=due_on,
                route="policies:decide",
                arguments={"version_id": version.id},
                citation="164.316(b)(1)",
                permission="policies.approve",
            )


def _acknowledgements(actor: Actor, today: date, until: date) -> Iterator[Due]:
    """One for each version that somebody lacks: for who runs the programme, without names."""
    asked = asked_of(actor, today)
    counts = short_counts(actor, [each.version_id for each in asked], today)
    for each in asked:
        due_on = each.grace_until or each.effective_on
        if due_on <= until and each.version_id in counts:
            done, people = counts[each.version_id]
            yield Due(
                key=f"policies.acknowledge:{each.version_id}",
                what=f"{people - done} of {people} have not acknowledged “{each.title}”",
                due_on=due_on,
                route="policies:overdue",
                arguments={},
                citation="164.316(b)(2)(ii)",
                permission="policies.manage",
            )
