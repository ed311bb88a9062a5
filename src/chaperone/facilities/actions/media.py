"""Media that leave, come back, and are wiped or destroyed (45 CFR 164.310(d)(2))."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.facilities.actions.entering import change, enter
from chaperone.facilities.checklists import wiping_of
from chaperone.facilities.errors import (
    AlreadyOut,
    AlreadySettled,
    NotEnough,
    NotHere,
    NoVerifiedCopy,
    OwnDisposal,
)
from chaperone.facilities.events import (
    DEVICE_CERTIFIED,
    DEVICE_LEFT,
    DEVICE_RETURNED,
    DEVICE_WIPED,
)
from chaperone.facilities.models import Device, Disposal, Movement
from chaperone.facilities.proofs import wrong_proof
from chaperone.facilities.queries.finding import hold
from chaperone.organizations.days import today_of
from chaperone.registers.actions.changes import record_change


@transaction.atomic
def move_device(
    *,
    actor: Staff,
    device_id: UUID,
    taken_by: UUID,
    origin: str,
    destination: str,
    purpose: str,
    due_on: date | None = None,
    copy_place: str = "",
    copy_verified: str = "",
    copy_proof: str = "",
) -> Movement:
    """Records that a device or medium leaves now: who takes it where.

    What holds ePHI leaves only after a copy was made and verified (164.310(d)(2)(iv)). The caller
    has checked ``facilities.manage``. Raises ``NotFound``, ``NotHere``, ``AlreadyOut``,
    ``NoVerifiedCopy``.
    """
    device = hold(actor, Device, device_id)
    if not device.is_here:
        raise NotHere
    if device.movements.filter(returned_at=None).exists():
        raise AlreadyOut
    copied = bool(copy_place.strip() and copy_verified and copy_proof.strip())
    if device.holds_ephi and not copied:
        raise NoVerifiedCopy
    if problem := wrong_proof(copy_verified, copy_proof):
        raise NoVerifiedCopy(problem)
    movement = Movement(
        device=device,
        taken_by=taken_by,
        origin=origin,
        destination=destination,
        purpose=purpose,
        left_at=timezone.now(),
        due_on=due_on,
        held_ephi=device.holds_ephi,
        copy_place=copy_place.strip(),
        copy_verified=copy_verified,
        copy_proof=copy_proof.strip(),
    )
    details = {
        "device": device.name,
        "taken_by": str(taken_by),
        "from": origin,
        "to": destination,
        "held_ephi": device.holds_ephi,
        "copy_verified": copy_verified,
        "copy_proof": movement.copy_proof,
    }
    return enter(actor=actor, row=movement, event=DEVICE_LEFT, details=details)


@transaction.atomic
def return_device(*, actor: Staff, movement_id: UUID, note: str) -> None:
    """Records that it came back now. Raises ``NotFound``, ``AlreadySettled``."""
    movement = hold(actor, Movement, movement_id)
    if movement.returned_at:
        raise AlreadySettled("It came back already.")
    values: dict[str, datetime | str] = {"returned_at": timezone.now(), "return_note": note.strip()}
    details = {"note": note.strip()}
    change(actor=actor, row=movement, event=DEVICE_RETURNED, values=values, details=details)


@transaction.atomic
def wipe_device(
    *, actor: Staff, device_id: UUID, aim: str, method: str, how: str, done_on: date
) -> Disposal:
    """Somebody records that they wiped or destroyed a medium; it counts once another has confirmed.

    ``method``: NIST SP 800-88. What leaves for good is purged or destroyed, never only cleared.
    Raises ``NotFound``, ``NotHere``, ``NotEnough``, ``AlreadySettled`` where one waits already.
    """
    device = hold(actor, Device, device_id)
    if not device.is_here:
        raise NotHere
    if device.disposals.filter(confirmed_at=None).exists():
        raise AlreadySettled("It was recorded already, and waits to be confirmed.")
    check_method(device.kind, aim, method)
    disposal = Disposal(device=device, aim=aim, method=method, how=how, done_on=done_on)
    details = {"device": device.name, "aim": aim, "method": method, "how": how}
    return enter(actor=actor, row=disposal, event=DEVICE_WIPED, details=details)


def check_method(kind: str, aim: str, method: str) -> None:
    """Raises ``NotEnough`` where the method does not do for this kind of medium and this aim."""
    if aim == Disposal.Aim.DISPOSAL and method == Disposal.Method.CLEAR:
        raise NotEnough("What leaves for good is purged or destroyed: clearing is for re-use here.")
    if aim == Disposal.Aim.REUSE and method == Disposal.Method.DESTROY:
        raise NotEnough("What is destroyed cannot be used again.")
    wiping = wiping_of(kind)
    if wiping and not getattr(wiping, method):
        raise NotEnough


@transaction.atomic
def confirm_wiping(*, actor: Staff, disposal_id: UUID) -> Disposal:
    """Somebody else saw that it was done: the certificate gets its number, in order of the year.

    Raises ``NotFound``, ``OwnDisposal``, ``AlreadySettled``.
    """
    disposal = hold(actor, Disposal, disposal_id)
    if disposal.confirmed_at:
        raise AlreadySettled
    if disposal.recorded_by == actor.user_id:
        raise OwnDisposal
    device = hold(actor, Device, disposal.device_id)
    number = _next_number(actor, today_of(actor).year)
    certificate: dict[str, Any] = {
        "number": number,
        "device": str(device.id),
        "kind": device.kind,
        "serial": device.serial,
        "aim": disposal.aim,
        "method": disposal.method,
        "done_by": str(disposal.recorded_by),
        "done_on": disposal.done_on.isoformat(),
    }
    entry = record_change(
        actor=actor, event=DEVICE_CERTIFIED, record=disposal.id, details=certificate
    )
    disposal.confirmed_by, disposal.confirmed_at = actor.user_id, timezone.now()
    disposal.number, disposal.entry_id = number, entry
    try:
        with transaction.atomic():
            disposal.save(update_fields=["confirmed_by", "confirmed_at", "number", "entry_id"])
    except IntegrityError as problem:
        raise AlreadySettled("Another was confirmed at this moment. Try again.") from problem
    device.holds_ephi = False
    if disposal.aim == Disposal.Aim.DISPOSAL:
        device.state = Device.State.DISPOSED
    device.save(update_fields=["holds_ephi", "state"])
    return disposal


def _next_number(actor: Staff, year: int) -> str:
    """Such as 2026-0007. A number that another takes meanwhile is refused by the database."""
    numbered = Disposal.objects.filter(organization_id=actor.organization_id)
    taken = numbered.filter(number__startswith=f"{year}-").count()
    return f"{year}-{taken + 1:04d}"
