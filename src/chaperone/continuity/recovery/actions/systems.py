"""Keeping the table of systems, and signing it (45 CFR 164.308(a)(7)(ii)(E))."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.continuity.models import CriticalityAnalysis, System
from chaperone.continuity.recovery.errors import (
    ChangedMeanwhile,
    NamedAlready,
    NoSuchSystem,
    NothingToSign,
    Retired,
    StillNeeded,
)
from chaperone.continuity.recovery.events import (
    ANALYSIS_SIGNED,
    SYSTEM_CHANGED,
    SYSTEM_ENTERED,
    SYSTEM_RETIRED,
)
from chaperone.continuity.recovery.ordering import in_order
from chaperone.continuity.recovery.queries.systems import (
    line_of,
    locked_systems,
    order_of,
    system_of,
    text_of,
)
from chaperone.continuity.recovery.starters import Starter, all_starters
from chaperone.organizations.days import months_after, today_of
from chaperone.registers.actions.changes import record_change
from chaperone.registers.actions.signing import sign
from chaperone.risks.differences import apply_changes

MEANING = "says that this is what matters, and the order in which it comes back"
REVIEW_MONTHS = 12


@transaction.atomic
def enter_system(*, actor: Staff, **values: Any) -> System:
    """Enters a system; ``values``: columns of ``System``.

    The caller has checked ``continuity.manage`` and the values. Raises ``NamedAlready``,
    ``NoSuchSystem`` for a need that is none, ``Circle``.
    """
    others = locked_systems(actor)
    system = System(organization_id=actor.organization_id, recorded_by=actor.user_id, **values)
    _check(system, others)
    _save(system, force_insert=True)
    _record(
        actor,
        SYSTEM_ENTERED,
        system,
        {
            "name": system.name,
            "outage minutes": system.outage_minutes,
            "loss minutes": system.loss_minutes,
        },
    )
    return system


@transaction.atomic
def enter_starters(*, actor: Staff) -> int:
    """Enters what this platform is made of and no line tells of yet; returns how many.

    The caller has checked ``continuity.manage``. Raises ``NamedAlready``, ``Circle``.
    """
    here = {each.starter: each.id for each in locked_systems(actor).values() if each.starter}
    left = [each for each in all_starters() if each.key not in here]
    for each in left:
        here[each.key] = enter_system(actor=actor, **_values(each, here)).id
    return len(left)


@transaction.atomic
def change_system(*, actor: Staff, system_id: UUID, **values: Any) -> System:
    """Changes what the table says. The caller has checked ``continuity.manage`` and the values.

    Raises ``NoSuchSystem``, ``Retired``, ``NamedAlready``, ``Circle``.
    """
    others = locked_systems(actor)
    system = others.pop(system_id, None) or _retired(actor, system_id)
    changes = apply_changes(system, values)
    if changes:
        _check(system, others)
        _save(system, update_fields=list(changes))
        _record(actor, SYSTEM_CHANGED, system, changes)
    return system


@transaction.atomic
def retire_system(*, actor: Staff, system_id: UUID, reason: str) -> None:
    """Takes a system out. The caller has checked ``continuity.manage``.

    Raises ``NoSuchSystem``, ``Retired``, ``StillNeeded``.
    """
    others = locked_systems(actor)
    system = others.pop(system_id, None) or _retired(actor, system_id)
    needing = sorted(each.name for each in others.values() if system.id in each.needs)
    if needing:
        raise StillNeeded(f"{', '.join(needing)} needs it. Change that first.")
    system.retired_by, system.retired_at = actor.user_id, timezone.now()
    system.retire_reason = reason.strip()
    system.save(update_fields=["retired_by", "retired_at", "retire_reason"])
    _record(actor, SYSTEM_RETIRED, system, {"reason": system.retire_reason})


@transaction.atomic
def sign_analysis(*, actor: Staff, factor: str, text: str) -> CriticalityAnalysis:
    """Signs the table as it is; it is to be looked over again in a year.

    ``text``: what the person read; ``factor``: the second factor that was just proved. The caller
    has checked ``continuity.manage``. Raises ``NothingToSign``, ``ChangedMeanwhile``.
    """
    locked_systems(actor)
    now = text_of(order_of(actor))
    if not now:
        raise NothingToSign
    if now != text:
        raise ChangedMeanwhile
    organization = actor.organization_id
    signature = sign(actor=actor, record=organization, text=text, meaning=MEANING, factor=factor)
    analysis = CriticalityAnalysis(
        organization_id=organization,
        text=text,
        signature_id=signature.id,
        signed_by=actor.user_id,
        review_on=months_after(today_of(actor), REVIEW_MONTHS),
    )
    analysis.save(force_insert=True)
    record_change(
        actor=actor,
        event=ANALYSIS_SIGNED,
        record=organization,
        details={"signature": str(signature.id), "next": analysis.review_on.isoformat()},
    )
    return analysis


def _values(starter: Starter, here: dict[str, UUID]) -> dict[str, Any]:
    return {
        "starter": starter.key,
        "name": starter.name,
        "about": starter.about,
        "outage_minutes": starter.outage_minutes,
        "loss_minutes": starter.loss_minutes,
        "needs": [here[key] for key in starter.needs if key in here],
        "restored": starter.restored,
        "how": starter.how,
        "meanwhile": starter.meanwhile,
    }


def _check(system: System, others: dict[UUID, System]) -> None:
    """Raises ``NoSuchSystem`` for a need that is none, ``Circle``."""
    if set(system.needs) - set(others) - {system.id}:
        raise NoSuchSystem("One of the systems that it needs is not in the table any more.")
    in_order(line_of(each) for each in (*others.values(), system))


def _retired(actor: Staff, system_id: UUID) -> System:
    """Raises ``NoSuchSystem``, else ``Retired``: what counts was looked for before."""
    system_of(actor, system_id)
    raise Retired


def _save(system: System, **how: Any) -> None:
    try:
        with transaction.atomic():
            system.save(**how)
    except IntegrityError as problem:
        raise NamedAlready from problem


def _record(actor: Staff, event: Any, system: System, details: dict[str, Any]) -> None:
    record_change(actor=actor, event=event, record=system.id, details=details)
