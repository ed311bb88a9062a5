"""Evaluations of the actor's organization."""

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Case, Count, IntegerField, Max, Q, QuerySet, Value, When

from chaperone.ledger.actors import Actor
from chaperone.risks.evaluations.errors import NoSuchEvaluation
from chaperone.risks.models import Evaluation, Finding

_STATE = Evaluation.State
_CHOSEN_FOR = timedelta(days=365)
MOST_FINDINGS = 50
_NATURES = ("technical", "nontechnical")


def evaluations_of(actor: Actor) -> QuerySet[Evaluation]:
    """All, those that are planned first (the earliest on top), then the latest done.

    Each has ``unclosed``: how many of its findings nobody has closed.
    """
    unclosed = Count("findings", filter=~Q(findings__state=Finding.State.CLOSED))
    rows = Evaluation.objects.filter(organization_id=actor.organization_id)
    first = Case(
        When(state=_STATE.PLANNED, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    return rows.annotate(unclosed=unclosed, first=first).order_by("first", "planned_on", "id")


def in_state(state: str, today: date) -> Q:
    """The condition for a state of ``Evaluation.state_on``; of an unknown one, for none."""
    planned = Q(state=_STATE.PLANNED)
    return {
        "planned": planned & Q(planned_on__gte=today),
        "overdue": planned & Q(planned_on__lt=today),
        "done": Q(state=_STATE.DONE),
        "cancelled": Q(state=_STATE.CANCELLED),
    }.get(state, Q(pk__in=[]))


def evaluation_of(actor: Actor, evaluation_id: UUID, *, lock: bool = False) -> Evaluation:
    """One. ``lock``: until the transaction ends. Raises ``NoSuchEvaluation``."""
    rows = Evaluation.objects.filter(organization_id=actor.organization_id, id=evaluation_id)
    found = (rows.select_for_update() if lock else rows).first()
    if found is None:
        raise NoSuchEvaluation
    return found


def findings_by(evaluation: Evaluation) -> list[Finding]:
    """What it found, what is due first on top, at most ``MOST_FINDINGS``."""
    rows = Finding.objects.filter(organization_id=evaluation.organization_id, evaluation=evaluation)
    return list(rows.order_by("due_on", "id")[:MOST_FINDINGS])


def evaluations_to_choose(actor: Actor) -> dict[UUID, str]:
    """Those to which findings are linked: of the last year and those to come; titles by id."""
    rows = Evaluation.objects.filter(organization_id=actor.organization_id)
    rows = rows.exclude(state=_STATE.CANCELLED)
    since = date.today() - _CHOSEN_FOR  # noqa: DTZ011  # a year more or less is the same here
    named = rows.filter(planned_on__gte=since).order_by("-planned_on").values_list("id", "title")
    return dict(named)


def latest_done(actor: Actor) -> dict[str, date]:
    """The day of the latest evaluation, technical and non-technical. One query."""
    rows = Evaluation.objects.filter(organization_id=actor.organization_id, state=_STATE.DONE)
    days = rows.values_list("nature").annotate(latest=Max("done_on")).order_by("latest")
    latest: dict[str, date] = {}
    for nature, day in days:
        both = nature == Evaluation.Nature.BOTH
        latest |= dict.fromkeys(_NATURES if both else [nature], day)
    return latest
