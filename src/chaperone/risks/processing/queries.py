"""The records of processing of the actor's organization, and their impact assessments."""

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from chaperone.ledger.actors import Actor
from chaperone.organizations.queries import value_of
from chaperone.risks.models import ImpactAssessment, ProcessingActivity
from chaperone.risks.processing.criteria import is_needed
from chaperone.risks.processing.errors import NoSuchActivity
from chaperone.risks.processing.proposing import Proposal, proposals
from chaperone.risks.processing.settings import GDPR
from chaperone.risks.registry import Flow, flows_known

_STATE = ImpactAssessment.State


def gdpr_applies(organization_id: UUID) -> bool:
    """Whether somebody said that the GDPR applies to the organization."""
    return bool(value_of(GDPR, organization_id))


def activities_of(actor: Actor) -> QuerySet[ProcessingActivity]:
    """All entries by name; each with ``assessed``: whether a signed assessment is in force."""
    signed = ImpactAssessment.objects.filter(activity_id=OuterRef("id"), state=_STATE.SIGNED)
    rows = ProcessingActivity.objects.filter(organization_id=actor.organization_id)
    return rows.annotate(assessed=Exists(signed)).order_by("name", "id")


def activity_of(actor: Actor, activity_id: UUID) -> ProcessingActivity:
    """One, with ``assessed``. Raises ``NoSuchActivity``."""
    found = activities_of(actor).filter(id=activity_id).first()
    if found is None:
        raise NoSuchActivity
    return found


def activity_to_change(actor: Actor, activity_id: UUID) -> ProcessingActivity:
    """The same, locked until the transaction ends. Raises ``NoSuchActivity``."""
    rows = ProcessingActivity.objects.filter(organization_id=actor.organization_id, id=activity_id)
    found = rows.select_for_update().first()
    if found is None:
        raise NoSuchActivity
    return found


def flows_of(activity: ProcessingActivity) -> list[Flow]:
    """Who gets data of the kinds that an entry names from the running system, under what, and on
    what grounds outside the EU (Art. 30(1)(d)-(e)): read from agreements, never typed in.
    """
    named = set(activity.elements)
    return [each for each in flows_known(activity.organization_id) if each.elements & named]


def state_of(activity: ProcessingActivity, today: date) -> str:
    """For people: ``retired``, ``assess`` (an assessment is missing), ``due`` or ``in_use``.

    ``activity``: of ``activities_of``.
    """
    if activity.retired_at:
        return "retired"
    assessed: bool = activity.assessed  # type: ignore[attr-defined]
    if is_needed(activity.criteria or ()) and not assessed:
        return "assess"
    return "due" if activity.review_on < today else "in_use"


def assessments_of(activity: ProcessingActivity) -> list[ImpactAssessment]:
    """Those of an entry: a draft first, then the newest."""
    rows = ImpactAssessment.objects.filter(
        organization_id=activity.organization_id, activity=activity
    )
    return list(rows.order_by("-id"))


def draft_of(actor: Actor, activity_id: UUID, *, lock: bool = False) -> ImpactAssessment | None:
    """The assessment that is written and not signed; None where there is none."""
    rows = ImpactAssessment.objects.filter(
        organization_id=actor.organization_id, activity_id=activity_id, state=_STATE.DRAFT
    )
    return (rows.select_for_update() if lock else rows).first()


def proposals_left(actor: Actor) -> list[Proposal]:
    """What the running system does with members' data and no entry tells of yet."""
    rows = ProcessingActivity.objects.filter(organization_id=actor.organization_id)
    here = rows.filter(Q(retired_at=None) & ~Q(source="")).values_list("source", flat=True)
    known = set(here)
    return [each for each in proposals() if each.source not in known]
