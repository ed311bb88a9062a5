"""Passing the gate where a disclosure is recorded, and keeping that it was shut.

Does little on purpose: whom to tell is found out after commit (``watching``), so that whatever is
wrong with a list of people cannot keep a member from their fixed text (invariant 3).
"""

from collections.abc import Collection
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Now

from chaperone.jobs.actions import nudge
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.vendors.events import GATE_OPENED, GATE_OVERRIDDEN, GATE_SHUT
from chaperone.vendors.models import Closure
from chaperone.vendors.outlets import Outlet
from chaperone.vendors.queries import Answer, InForce, ask_gate

WATCH = "vendors.watch"


def let_out(*, actor: Actor, outlet: Outlet) -> InForce | None:
    """The agreement under which data may leave now; None where it may not, which is then on record.

    One look at the database where nothing changed. In the transaction that records the disclosure
    or the refusal, which is the caller's to record for whom it concerns.
    """
    answer = ask_gate(outlet)
    if answer.in_force is None:
        shut(actor=actor, outlet=outlet, answer=answer)
    elif answer.closure_id is not None:
        reopen(actor=actor, closure_id=answer.closure_id, under=answer.in_force)
    return answer.in_force


def shut(*, actor: Actor, outlet: Outlet, answer: Answer) -> None:
    """Keeps that the gate is shut, if that is news. Of two who find it shut at once one records."""
    if answer.closure_id is not None:
        return
    why = Closure.Why.VENDOR if answer.customer else Closure.Why.CUSTOMER
    closure = Closure(
        organization_id=actor.organization_id,
        purpose=outlet.purpose,
        host=outlet.host,
        elements=sorted(outlet.elements),
        why=why,
    )
    Closure.objects.bulk_create([closure], ignore_conflicts=True)
    if not Closure.objects.filter(id=closure.id).exists():
        return
    append(event=GATE_SHUT, actor=actor, details=_details(closure))
    nudge(WATCH, organization_id=actor.organization_id)


def reopen(*, actor: Actor, closure_id: UUID, under: InForce | None = None) -> None:
    """The gate is open again; nothing where somebody else has found so already."""
    open_now = Closure.objects.filter(id=closure_id, ended_at=None)
    closure = open_now.select_for_update().first()
    if closure is None:
        return
    open_now.update(ended_at=Now())
    agreement = str(under.agreement_id) if under else None
    append(event=GATE_OPENED, actor=actor, details=_details(closure) | {"agreement": agreement})


def override(
    *, actor: Actor, outlet: Outlet, members: Collection[UUID], messages: Collection[UUID]
) -> None:
    """Records that texts which save a life go out nevertheless (45 CFR 164.512(j)), after
    ``let_out`` said no. The people in charge are alarmed.
    """
    closures = Closure.objects.filter(
        organization_id=actor.organization_id,
        purpose=outlet.purpose,
        host=outlet.host,
        ended_at=None,
    )
    closures.update(overridden_at=Now(), overrides=F("overrides") + len(messages))
    append(
        event=GATE_OVERRIDDEN,
        actor=actor,
        members=members,
        details={
            "purpose": outlet.purpose,
            "host": outlet.host,
            "messages": sorted(map(str, messages)),
        },
    )
    nudge(WATCH, organization_id=actor.organization_id)


def _details(closure: Closure) -> dict[str, str]:
    return {
        "closure": str(closure.id),
        "purpose": closure.purpose,
        "host": closure.host,
        "why": closure.why,
    }
