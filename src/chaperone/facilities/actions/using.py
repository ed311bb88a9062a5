"""Using an approval up, as an export leaves. ``access`` asks this before any byte does."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from chaperone.access.errors import CopyNotApproved
from chaperone.access.registry import Copy
from chaperone.facilities.events import COPY_USED
from chaperone.facilities.models import CopyRequest, CopyUse
from chaperone.facilities.queries.copies import hold_copy
from chaperone.ledger.actors import Actor
from chaperone.registers.actions.changes import record_change

_NOBODYS = "There is no such approval of yours for this copy."
_OVER = "The time of this approval is over. Ask for another."
_NOT_APPROVED = (
    "This copy is not approved: nobody has decided yet, or it was refused or taken back."
)
_OTHER = "The approval is for another copy: it names other data, or another member."
_USED = "This approval was for one copy, which has been made. Ask for another."


@transaction.atomic
def use_approval(*, actor: Actor, copy: Copy, approval: UUID) -> UUID:
    """Holds the approval until the transaction ends, and records that it is used.

    Raises ``CopyNotApproved``: it is somebody else's, undecided, refused, taken back or over, it
    covers other data or another member, or it was for one copy that has been made.
    """
    request = hold_copy(approval)
    if request is None or not _is_for(actor, request):
        raise CopyNotApproved(_NOBODYS)
    _check(request, copy)
    use = CopyUse(
        organization_id=request.organization_id,
        request=request,
        export=copy.export,
        actor_kind=actor.kind,
        used_by=actor.id,
        once=request.single_use,
    )
    try:
        with transaction.atomic():
            use.save(force_insert=True)
    except IntegrityError as problem:
        raise CopyNotApproved(_USED) from problem
    record_change(
        actor=actor,
        event=COPY_USED,
        record=request.id,
        members=[copy.member] if copy.member else [],
        details={
            "copy": str(request.id),
            "export": copy.export,
            "elements": sorted(copy.elements),
        },
    )
    return request.id


def _is_for(actor: Actor, request: CopyRequest) -> bool:
    """Whoever asked, on a page; or the operator, where it was asked to be done by command."""
    if request.by_command:
        return actor.kind == "operator"
    return actor.kind == "staff" and actor.id == request.asked_by


def _check(request: CopyRequest, copy: Copy) -> None:
    if request.state != CopyRequest.State.APPROVED or request.decided_by is None:
        raise CopyNotApproved(_NOT_APPROVED)
    if request.ends_at <= timezone.now():
        raise CopyNotApproved(_OVER)
    if request.member_id not in (None, copy.member):
        raise CopyNotApproved(_OTHER)
    if not copy.elements or not copy.elements <= set(request.elements):
        raise CopyNotApproved(_OTHER)
