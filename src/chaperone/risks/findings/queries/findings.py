"""The register of findings."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery

from chaperone.ledger.actors import Actor
from chaperone.risks.findings.errors import NoSuchException, NoSuchFinding
from chaperone.risks.models import Finding, FindingException

_APPROVED = FindingException.State.APPROVED


def findings_of(actor: Actor) -> QuerySet[Finding]:
    """The findings of the actor's organization, what is due first on top.

    Each has ``excused_until``: the last day of an exception that was given; None without.
    """
    given = FindingException.objects.filter(finding_id=OuterRef("id"), state=_APPROVED)
    latest = given.order_by().values("finding_id").annotate(end=Max("until")).values("end")
    rows = Finding.objects.filter(organization_id=actor.organization_id)
    return rows.annotate(excused_until=Subquery(latest)).order_by("due_on", "id")


def in_state(state: str, today: date) -> Q:
    """The condition for a state of ``Finding.state_on``; of an unknown one, for none."""
    is_open = Q(state=Finding.State.OPEN)
    excused = Q(excused_until__gte=today)
    not_excused = Q(excused_until=None) | Q(excused_until__lt=today)
    return {
        "open": is_open & not_excused & Q(due_on__gte=today),
        "overdue": is_open & not_excused & Q(due_on__lt=today),
        "excused": is_open & excused,
        "gone": Q(state=Finding.State.GONE),
        "closed": Q(state=Finding.State.CLOSED),
        "unclosed": ~Q(state=Finding.State.CLOSED),
    }.get(state, Q(pk__in=[]))


def counts_of(actor: Actor, today: date) -> Mapping[str, int]:
    """How many findings are in each state. One query."""
    states = ("open", "overdue", "excused", "gone", "closed")
    wanted = {state: Count("id", filter=in_state(state, today)) for state in states}
    return findings_of(actor).order_by().aggregate(**wanted)


def finding_of(actor: Actor, finding_id: UUID) -> Finding:
    """One finding, with ``excused_until``. Raises ``NoSuchFinding``."""
    found = findings_of(actor).filter(id=finding_id).select_related("evaluation").first()
    if found is None:
        raise NoSuchFinding
    return found


def finding_to_change(actor: Actor, finding_id: UUID) -> Finding:
    """One finding, locked until the transaction ends. Raises ``NoSuchFinding``."""
    rows = Finding.objects.filter(organization_id=actor.organization_id, id=finding_id)
    found = rows.select_for_update().first()
    if found is None:
        raise NoSuchFinding
    return found


def exceptions_of(actor: Actor, finding_id: UUID) -> list[FindingException]:
    """What was asked for a finding, newest first."""
    rows = FindingException.objects.filter(
        organization_id=actor.organization_id, finding_id=finding_id
    )
    return list(rows.order_by("-id"))


def exceptions_waiting(actor: Actor) -> list[FindingException]:
    """What waits for a decision, oldest first, with its finding."""
    rows = FindingException.objects.filter(organization_id=actor.organization_id, state="waiting")
    return list(rows.select_related("finding").order_by("id"))


def exception_of(actor: Actor, exception_id: UUID) -> FindingException:
    """One request with its finding. Raises ``NoSuchException``."""
    rows = FindingException.objects.filter(organization_id=actor.organization_id, id=exception_id)
    found = rows.select_related("finding").first()
    if found is None:
        raise NoSuchException
    return found
