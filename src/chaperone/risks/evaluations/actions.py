"""Planning evaluations, doing them, calling them off (45 CFR 164.308(a)(8))."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.registers.actions.changes import record_change
from chaperone.risks.differences import apply_changes
from chaperone.risks.evaluations.errors import AlreadyConcluded
from chaperone.risks.evaluations.events import (
    EVALUATION_CANCELLED,
    EVALUATION_CHANGED,
    EVALUATION_DONE,
    EVALUATION_PLANNED,
)
from chaperone.risks.evaluations.queries import evaluation_of
from chaperone.risks.models import Evaluation
from chaperone.risks.months import later

_CONCLUDED = ("state", "done_on", "result", "concluded_by", "concluded_at")


@transaction.atomic
def plan_evaluation(
    *,
    actor: Staff,
    kind: str,
    nature: str,
    title: str,
    scope: str,
    planned_on: date,
    performed_by: str | None = "",
    repeat_months: int | None = 0,
    owner_id: UUID | None = None,
    follows: Evaluation | None = None,
) -> Evaluation:
    """Plans one. ``repeat_months``: how long after it is done the next is due; 0: only once.

    The caller has checked ``risks.manage``.
    """
    evaluation = Evaluation(
        organization_id=actor.organization_id,
        kind=kind,
        nature=nature,
        title=title.strip(),
        scope=scope.strip(),
        performed_by=(performed_by or "").strip(),
        planned_on=planned_on,
        repeat_months=repeat_months or 0,
        owner_id=owner_id,
        follows=follows,
        recorded_by=actor.user_id,
    )
    evaluation.save(force_insert=True)
    details = {"kind": kind, "title": evaluation.title, "planned": planned_on.isoformat()}
    _record(actor, EVALUATION_PLANNED, evaluation, details)
    return evaluation


@transaction.atomic
def change_evaluation(*, actor: Staff, evaluation_id: UUID, **values: Any) -> Evaluation:
    """Changes the plan. The caller has checked ``risks.manage`` and the values.

    Raises ``NoSuchEvaluation``, ``AlreadyConcluded``.
    """
    evaluation = _planned(actor, evaluation_id)
    changes = apply_changes(evaluation, values)
    if changes:
        evaluation.save(update_fields=list(changes))
        _record(actor, EVALUATION_CHANGED, evaluation, changes)
    return evaluation


@transaction.atomic
def conclude_evaluation(
    *, actor: Staff, evaluation_id: UUID, done_on: date, result: str, performed_by: str
) -> Evaluation | None:
    """Says that it was done, and what came of it; plans and returns the next where it repeats.

    The caller has checked ``risks.manage``, and that ``done_on`` has come. Raises
    ``NoSuchEvaluation``, ``AlreadyConcluded``.
    """
    evaluation = _planned(actor, evaluation_id)
    evaluation.performed_by = performed_by.strip()
    evaluation.done_on, evaluation.result = done_on, result.strip()
    _conclude(actor, evaluation, Evaluation.State.DONE)
    details = {"done": done_on.isoformat(), "by": evaluation.performed_by}
    _record(actor, EVALUATION_DONE, evaluation, details)
    if not evaluation.repeat_months:
        return None
    return plan_evaluation(
        actor=actor,
        kind=evaluation.kind,
        nature=evaluation.nature,
        title=evaluation.title,
        scope=evaluation.scope,
        planned_on=later(done_on, evaluation.repeat_months),
        repeat_months=evaluation.repeat_months,
        owner_id=evaluation.owner_id,
        follows=evaluation,
    )


@transaction.atomic
def cancel_evaluation(*, actor: Staff, evaluation_id: UUID, reason: str) -> None:
    """Calls it off; it does not come back. The caller has checked ``risks.manage``.

    Raises ``NoSuchEvaluation``, ``AlreadyConcluded``.
    """
    evaluation = _planned(actor, evaluation_id)
    evaluation.result = reason.strip()
    _conclude(actor, evaluation, Evaluation.State.CANCELLED)
    _record(actor, EVALUATION_CANCELLED, evaluation, {"reason": evaluation.result})


def _planned(actor: Staff, evaluation_id: UUID) -> Evaluation:
    evaluation = evaluation_of(actor, evaluation_id, lock=True)
    if evaluation.state != Evaluation.State.PLANNED:
        raise AlreadyConcluded
    return evaluation


def _conclude(actor: Staff, evaluation: Evaluation, state: Evaluation.State) -> None:
    evaluation.state = state
    evaluation.concluded_by, evaluation.concluded_at = actor.user_id, timezone.now()
    evaluation.save(update_fields=[*_CONCLUDED, "performed_by"])


def _record(actor: Staff, event: Any, evaluation: Evaluation, details: dict[str, Any]) -> None:
    record_change(actor=actor, event=event, record=evaluation.id, details=details)
