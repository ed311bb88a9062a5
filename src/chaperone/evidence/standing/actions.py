"""Who sees to a standard; and that one does not apply, signed by two people.

45 CFR 164.308(a)(2): who is responsible; 164.306(d)(3), 164.316(b)(1): what is decided is written
down, with the reason; 164.306(e): and looked at again.
"""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.evidence.models import NotApplicable, Plan
from chaperone.evidence.records import record_of
from chaperone.evidence.standing.errors import (
    AlreadySetAside,
    NothingSetAside,
    NothingToDecide,
    OwnSignature,
)
from chaperone.evidence.standing.events import (
    PLAN_SET,
    SET_ASIDE_AGREED,
    SET_ASIDE_ASKED,
    SET_ASIDE_ENDED,
    SET_ASIDE_REFUSED,
)
from chaperone.evidence.standing.queries import OPEN
from chaperone.registers.actions.changes import record_change
from chaperone.registers.actions.signing import sign
from chaperone.standards.catalogue import find

_STATE = NotApplicable.State
ASKS = "says that the standard does not apply"
AGREES = "agrees that the standard does not apply"


@transaction.atomic
def set_plan(
    *, actor: Staff, citation: str, owner_id: UUID, next_step: str, due_on: date | None
) -> Plan:
    """Says who sees to a standard, what they do next, and until when.

    The caller has checked ``evidence.manage``, and that the owner works here. Raises
    ``NoSuchStandard``. What is typed stays out of the ledger: it may name people.
    """
    find(citation)
    rows = Plan.objects.filter(organization_id=actor.organization_id, citation=citation)
    plan = rows.select_for_update().first() or Plan(
        organization_id=actor.organization_id, citation=citation
    )
    plan.owner_id, plan.next_step, plan.due_on = owner_id, next_step.strip(), due_on
    plan.set_by, plan.set_at = actor.user_id, timezone.now()
    plan.save(
        force_insert=plan._state.adding,
        update_fields=None
        if plan._state.adding
        else ["owner_id", "next_step", "due_on", "set_by", "set_at"],
    )
    record_change(
        actor=actor,
        event=PLAN_SET,
        record=record_of(actor.organization_id, citation),
        details={
            "citation": citation,
            "owner": str(owner_id),
            "until": due_on.isoformat() if due_on else None,
        },
    )
    return plan


@transaction.atomic
def ask_to_set_aside(
    *, actor: Staff, citation: str, reason: str, review_on: date, factor: str
) -> NotApplicable:
    """Signs that a standard does not apply; it counts once a second person has signed.

    ``factor``: the second factor that was just proved. The caller has checked ``evidence.manage``.
    Raises ``AlreadySetAside``, ``NoFreshFactor``, ``NoSuchStandard``.
    """
    asked = NotApplicable(
        organization_id=actor.organization_id,
        citation=find(citation).citation,
        reason=reason.strip(),
        review_on=review_on,
        asked_by=actor.user_id,
    )
    text = text_of(citation, reason.strip(), review_on)
    record = record_of(actor.organization_id, citation)
    signature = sign(actor=actor, record=record, text=text, meaning=ASKS, factor=factor)
    asked.signature_id = signature.id
    try:
        with transaction.atomic():
            asked.save(force_insert=True)
    except IntegrityError as problem:
        raise AlreadySetAside from problem
    details = {"citation": citation, "to be reviewed": review_on.isoformat()}
    record_change(actor=actor, event=SET_ASIDE_ASKED, record=record, details=details)
    return asked


@transaction.atomic
def agree(*, actor: Staff, citation: str, factor: str) -> None:
    """The second signature: from the next collection on the standard does not apply.

    The caller has checked ``evidence.manage``. Raises ``NothingToDecide``, ``OwnSignature``,
    ``NoFreshFactor``.
    """
    asked = _waiting(actor, citation)
    record = record_of(actor.organization_id, citation)
    text = text_of(citation, asked.reason.reveal(), asked.review_on)
    signature = sign(actor=actor, record=record, text=text, meaning=AGREES, factor=factor)
    asked.agreement_id = signature.id
    asked.entry_id = record_change(
        actor=actor,
        event=SET_ASIDE_AGREED,
        record=record,
        details={"citation": citation, "to be reviewed": asked.review_on.isoformat()},
    )
    _decide(actor, asked, _STATE.IN_FORCE)


@transaction.atomic
def refuse(*, actor: Staff, citation: str) -> None:
    """Refuses it: the standard applies. Raises ``NothingToDecide``, ``OwnSignature``.

    The caller has checked ``evidence.manage``.
    """
    asked = _waiting(actor, citation)
    asked.entry_id = record_change(
        actor=actor,
        event=SET_ASIDE_REFUSED,
        record=record_of(actor.organization_id, citation),
        details={"citation": citation},
    )
    _decide(actor, asked, _STATE.REFUSED)


@transaction.atomic
def end_set_aside(*, actor: Staff, citation: str) -> None:
    """The standard applies again, from the next collection on; or a request is taken back.

    The caller has checked ``evidence.manage``. Raises ``NothingSetAside``.
    """
    found = _open(actor, citation)
    if found is None:
        raise NothingSetAside
    found.state = _STATE.ENDED
    found.ended_by, found.ended_at = actor.user_id, timezone.now()
    found.save(update_fields=["state", "ended_by", "ended_at"])
    record_change(
        actor=actor,
        event=SET_ASIDE_ENDED,
        record=record_of(actor.organization_id, citation),
        details={"citation": citation},
    )


def text_of(citation: str, reason: str, review_on: date) -> str:
    """What both sign: the standard, why it does not apply, and when that is looked at again."""
    standard = find(citation)
    return "\n".join(
        (
            f"45 CFR {citation}, {standard.standard}: {standard.name}",
            f"It does not apply here, because: {reason}",
            f"To be looked at again on {review_on.isoformat()}.",
        )
    )


def _decide(actor: Staff, asked: NotApplicable, state: NotApplicable.State) -> None:
    asked.state = state
    asked.decided_by, asked.decided_at = actor.user_id, timezone.now()
    asked.save(
        update_fields=["state", "decided_by", "decided_at", "agreement_id", "entry_id"],
    )


def _waiting(actor: Staff, citation: str) -> NotApplicable:
    found = _open(actor, citation)
    if found is None or found.state != _STATE.WAITING:
        raise NothingToDecide
    if found.asked_by == actor.user_id:
        raise OwnSignature
    return found


def _open(actor: Staff, citation: str) -> NotApplicable | None:
    rows = NotApplicable.objects.filter(
        organization_id=actor.organization_id, citation=citation, state__in=OPEN
    )
    return rows.select_for_update().first()
