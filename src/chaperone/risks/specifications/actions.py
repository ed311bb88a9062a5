"""Deciding on addressable specifications: written, signed, and reviewed each year.

45 CFR 164.306(d)(3): implement it where it is reasonable and appropriate; else write down why not,
and do something equivalent where that is. 164.306(e): reviewed and changed as needed.
"""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.organizations.days import today_of
from chaperone.registers.actions.changes import record_change
from chaperone.registers.actions.signing import sign
from chaperone.risks.models import SpecificationDecision
from chaperone.risks.months import later
from chaperone.risks.specifications.errors import NothingInForce, NothingToSign
from chaperone.risks.specifications.events import (
    DECISION_REVIEWED,
    DECISION_SIGNED,
    DECISION_WRITTEN,
)
from chaperone.risks.specifications.proposals import proposals
from chaperone.risks.specifications.queries import (
    drafts_of,
    record_of,
    specifications_of,
    standard_of,
)

_STATE = SpecificationDecision.State
REVIEW_MONTHS = 12
DECIDES = "decides on the specification"
REVIEWS = "reviewed the decision, and keeps it"


@transaction.atomic
def write_decision(
    *, actor: Staff, citation: str, choice: str, reasoning: str
) -> SpecificationDecision:
    """Writes what shall be decided, or writes it anew; nothing of it holds before it is signed.

    The caller has checked ``risks.manage``. Raises ``NotAddressable``.
    """
    standard_of(citation)
    draft, _ = SpecificationDecision.objects.update_or_create(
        organization_id=actor.organization_id,
        citation=citation,
        state=_STATE.DRAFT,
        defaults={
            "choice": choice,
            "reasoning": reasoning.strip(),
            "written_by": actor.user_id,
            "written_at": timezone.now(),
        },
    )
    record_change(
        actor=actor,
        event=DECISION_WRITTEN,
        record=record_of(actor.organization_id, citation),
        details={"citation": citation, "choice": choice},
    )
    return draft


@transaction.atomic
def write_proposals(*, actor: Staff) -> int:
    """Writes our proposal for whatever nobody has decided or written; returns for how many.

    The caller has checked ``risks.manage``.
    """
    proposed = proposals()
    open_ones = [each for each in specifications_of(actor) if not (each.in_force or each.draft)]
    for each in open_ones:
        citation = each.standard.citation
        write_decision(actor=actor, citation=citation, **proposed[citation]._asdict())
    return len(open_ones)


@transaction.atomic
def sign_decisions(*, actor: Staff, decision_ids: Collection[UUID], factor: str) -> int:
    """Signs drafts: they are in force from now on, for a year; returns how many.

    ``factor``: the second factor that was just proved. The caller has checked ``risks.accept``.
    Raises ``NothingToSign`` where one of them is no draft any more.
    """
    drafts = [each for each in drafts_of(actor, lock=True) if each.id in set(decision_ids)]
    if not drafts or len(drafts) != len(set(decision_ids)):
        raise NothingToSign
    for draft in drafts:
        _put_in_force(actor, draft, factor)
    return len(drafts)


@transaction.atomic
def review_decision(*, actor: Staff, citation: str, note: str, factor: str) -> None:
    """Says with a signature that a decision was looked at and stays; due again in a year.

    The caller has checked ``risks.accept``. Raises ``NothingInForce``.
    """
    rows = SpecificationDecision.objects.filter(
        organization_id=actor.organization_id, citation=citation, state=_STATE.IN_FORCE
    )
    decision = rows.select_for_update().first()
    if decision is None:
        raise NothingInForce
    record = record_of(actor.organization_id, citation)
    sign(actor=actor, record=record, text=text_of(decision), meaning=REVIEWS, factor=factor)
    decision.review_on = later(today_of(actor), REVIEW_MONTHS)
    decision.reviewed_at = timezone.now()
    decision.save(update_fields=["review_on", "reviewed_at"])
    details = {"citation": citation, "note": note.strip(), "next": decision.review_on.isoformat()}
    record_change(actor=actor, event=DECISION_REVIEWED, record=record, details=details)


def text_of(decision: SpecificationDecision) -> str:
    """What is signed: the specification, the choice and why."""
    standard = standard_of(decision.citation)
    choice = SpecificationDecision.Choice(decision.choice)
    return "\n".join(
        (
            f"45 CFR {standard.citation}, {standard.standard}: {standard.specification}",
            f"Decision: {choice.label}.",
            decision.reasoning,
        )
    )


def _put_in_force(actor: Staff, draft: SpecificationDecision, factor: str) -> None:
    record = record_of(actor.organization_id, draft.citation)
    text = text_of(draft)
    signature = sign(actor=actor, record=record, text=text, meaning=DECIDES, factor=factor)
    SpecificationDecision.objects.filter(
        organization_id=actor.organization_id, citation=draft.citation, state=_STATE.IN_FORCE
    ).update(state=_STATE.REPLACED)
    draft.state, draft.signature_id = _STATE.IN_FORCE, signature.id
    draft.decided_by, draft.decided_at = actor.user_id, timezone.now()
    draft.review_on = later(today_of(actor), REVIEW_MONTHS)
    draft.save(update_fields=["state", "signature_id", "decided_by", "decided_at", "review_on"])
    details = {
        "citation": draft.citation,
        "choice": draft.choice,
        "signature": str(signature.id),
        "next": draft.review_on.isoformat(),
    }
    record_change(actor=actor, event=DECISION_SIGNED, record=record, details=details)
