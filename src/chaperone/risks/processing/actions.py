"""Keeping the records of processing (GDPR Art. 30) and impact assessments (Art. 35)."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.organizations.days import today_of
from chaperone.registers.actions.changes import record_change
from chaperone.registers.actions.signing import sign
from chaperone.risks.differences import apply_changes
from chaperone.risks.models import ImpactAssessment, ProcessingActivity
from chaperone.risks.months import later
from chaperone.risks.processing.criteria import CRITERIA, is_needed
from chaperone.risks.processing.errors import NamedAlready, NothingToSign, Retired
from chaperone.risks.processing.events import (
    ACTIVITY_CHANGED,
    ACTIVITY_RECORDED,
    ACTIVITY_RETIRED,
    ACTIVITY_TESTED,
    ASSESSMENT_SIGNED,
    ASSESSMENT_WRITTEN,
)
from chaperone.risks.processing.queries import activity_to_change, draft_of, proposals_left

REVIEW_MONTHS = 12
MEANING = "approves the impact assessment"
_STATE = ImpactAssessment.State


@transaction.atomic
def record_activity(
    *, actor: Staff, review_on: date | None = None, **values: Any
) -> ProcessingActivity:
    """Makes an entry; ``values``: columns of ``ProcessingActivity``. Reviewed in a year.

    The caller has checked ``risks.manage`` and the values. Raises ``NamedAlready``.
    """
    activity = ProcessingActivity(
        organization_id=actor.organization_id,
        review_on=review_on or later(today_of(actor), REVIEW_MONTHS),
        recorded_by=actor.user_id,
        **values,
    )
    _save(activity, force_insert=True)
    _record(actor, ACTIVITY_RECORDED, activity, {"name": activity.name})
    return activity


@transaction.atomic
def record_proposals(*, actor: Staff) -> int:
    """Makes an entry for everything that the system does and no entry tells of; returns how many.

    The caller has checked ``risks.manage``. Raises ``NamedAlready``.
    """
    left = proposals_left(actor)
    for proposal in left:
        record_activity(actor=actor, **proposal.values())
    return len(left)


@transaction.atomic
def change_activity(*, actor: Staff, activity_id: UUID, **values: Any) -> ProcessingActivity:
    """Changes an entry, which is a review of it too: it is due again in a year.

    The caller has checked ``risks.manage`` and the values. Raises ``NoSuchActivity``, ``Retired``,
    ``NamedAlready``.
    """
    activity = _in_use(actor, activity_id)
    changes = apply_changes(activity, values)
    activity.review_on = later(today_of(actor), REVIEW_MONTHS)
    _save(activity, update_fields=[*changes, "review_on"])
    details = {"changed": sorted(changes), "next": activity.review_on.isoformat()}
    _record(actor, ACTIVITY_CHANGED, activity, details)
    return activity


@transaction.atomic
def judge_need(*, actor: Staff, activity_id: UUID, criteria: Collection[str]) -> bool:
    """Says which criteria it meets; returns whether an impact assessment is needed.

    The caller has checked ``risks.manage``. Raises ``NoSuchActivity``, ``Retired``.
    """
    activity = _in_use(actor, activity_id)
    met = [name for name in CRITERIA if name in criteria]
    activity.criteria = met
    activity.save(update_fields=["criteria"])
    needed = is_needed(met)
    _record(actor, ACTIVITY_TESTED, activity, {"criteria": met, "needed": needed})
    return needed


@transaction.atomic
def retire_activity(*, actor: Staff, activity_id: UUID, reason: str) -> None:
    """Says that this is not done any more. The caller has checked ``risks.manage``.

    Raises ``NoSuchActivity``, ``Retired``.
    """
    activity = _in_use(actor, activity_id)
    activity.retired_by, activity.retired_at = actor.user_id, timezone.now()
    activity.retire_reason = reason.strip()
    activity.save(update_fields=["retired_by", "retired_at", "retire_reason"])
    _record(actor, ACTIVITY_RETIRED, activity, {"reason": activity.retire_reason})


@transaction.atomic
def write_assessment(*, actor: Staff, activity_id: UUID, **values: str) -> ImpactAssessment:
    """Writes an assessment, or writes it anew; it holds once it is signed.

    ``values``: description, necessity, risks, measures, advice (Art. 35(2), (7)). The caller has
    checked ``risks.manage``. Raises ``NoSuchActivity``, ``Retired``.
    """
    activity = _in_use(actor, activity_id)
    texts = {name: value.strip() for name, value in values.items()}
    draft, _ = ImpactAssessment.objects.update_or_create(
        organization_id=actor.organization_id,
        activity=activity,
        state=_STATE.DRAFT,
        defaults={**texts, "written_by": actor.user_id, "written_at": timezone.now()},
    )
    _record(actor, ASSESSMENT_WRITTEN, activity, {})
    return draft


@transaction.atomic
def sign_assessment(*, actor: Staff, activity_id: UUID, factor: str) -> ImpactAssessment:
    """Signs what is written: it is in force, and due again in a year.

    ``factor``: the second factor that was just proved. The caller has checked ``risks.accept``.
    Raises ``NoSuchActivity``, ``Retired``, ``NothingToSign``.
    """
    activity = _in_use(actor, activity_id)
    draft = draft_of(actor, activity_id, lock=True)
    if draft is None:
        raise NothingToSign
    text = text_of(activity, draft)
    signature = sign(actor=actor, record=activity.id, text=text, meaning=MEANING, factor=factor)
    ImpactAssessment.objects.filter(
        organization_id=actor.organization_id, activity=activity, state=_STATE.SIGNED
    ).update(state=_STATE.REPLACED)
    draft.state, draft.signature_id = _STATE.SIGNED, signature.id
    draft.decided_by, draft.decided_at = actor.user_id, timezone.now()
    draft.review_on = later(today_of(actor), REVIEW_MONTHS)
    draft.save(update_fields=["state", "signature_id", "decided_by", "decided_at", "review_on"])
    details = {"signature": str(signature.id), "next": draft.review_on.isoformat()}
    _record(actor, ASSESSMENT_SIGNED, activity, details)
    return draft


def text_of(activity: ProcessingActivity, assessment: ImpactAssessment) -> str:
    """What is signed: the whole of it."""
    return "\n\n".join(
        (
            f"Impact assessment of “{activity.name}” ({activity.id})",
            f"What is done\n{assessment.description}",
            f"Why it is necessary and in proportion\n{assessment.necessity}",
            f"Risks to people\n{assessment.risks}",
            f"Measures\n{assessment.measures}",
            f"Advice of the data protection officer\n{assessment.advice or 'none'}",
        )
    )


def _in_use(actor: Staff, activity_id: UUID) -> ProcessingActivity:
    activity = activity_to_change(actor, activity_id)
    if activity.retired_at:
        raise Retired
    return activity


def _save(activity: ProcessingActivity, **how: Any) -> None:
    try:
        with transaction.atomic():
            activity.save(**how)
    except IntegrityError as problem:
        raise NamedAlready from problem


def _record(
    actor: Staff, event: Any, activity: ProcessingActivity, details: dict[str, Any]
) -> None:
    record_change(actor=actor, event=event, record=activity.id, details=details)
