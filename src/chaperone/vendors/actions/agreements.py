"""Entering what was signed, and ending it (45 CFR 164.308(b)(3), 164.504(e))."""

from collections.abc import Collection
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.jobs.actions import nudge
from chaperone.ledger.events import Event
from chaperone.registers.actions.attachments import attach
from chaperone.registers.actions.changes import record_change
from chaperone.registers.actions.signing import sign
from chaperone.vendors.actions.gates import WATCH
from chaperone.vendors.errors import (
    AlreadyEnded,
    AlreadyRetired,
    AlreadySigned,
    MoreThanItMayGet,
    NoSuchAgreement,
)
from chaperone.vendors.events import AGREEMENT_ADDED, AGREEMENT_ENDED
from chaperone.vendors.models import Agreement, Signed
from chaperone.vendors.queries import vendor_of
from chaperone.vendors.signing import (
    AGREEMENT,
    MEANING,
    Paper,
    has_signed,
    hash_of_paper,
    signed_text,
)

_Signed = TypeVar("_Signed", bound=Signed)
RELEASE = "conversations.release"
"""What lets texts go on that were kept: run by workers as soon as an agreement is entered."""


@transaction.atomic
def add_agreement(
    *,
    actor: Staff,
    vendor_id: UUID,
    factor: str,
    kind: str,
    signed_on: date,
    starts_on: date,
    ends_on: date | None = None,
    covers: Collection[str] = (),
    host: str = "",
    purposes: Collection[str] = (),
    country: str = "",
    transfer: str = "",
    signed_here: str = "",
    signed_there: str = "",
    reference: str = "",
    file: Paper | None = None,
) -> Agreement:
    """Enters and signs an agreement; in force from ``starts_on`` until the end of ``ends_on``.

    ``covers``: element groups of ``access/roles.toml``, none that the vendor may not get;
    ``factor``: the second factor that was just used; ``file``: the paper, whose hash is signed with
    the terms. The caller has checked ``vendors.manage``. Raises ``NoSuchVendor``,
    ``AlreadyRetired``, ``MoreThanItMayGet``, ``NoFreshFactor``, ``AttachmentRefused``.
    """
    vendor = vendor_of(actor, vendor_id)
    if vendor.retired_at:
        raise AlreadyRetired
    if not set(covers) <= set(vendor.elements):
        raise MoreThanItMayGet
    agreement = Agreement(
        organization_id=actor.organization_id,
        vendor=vendor,
        kind=kind,
        signed_on=signed_on,
        starts_on=starts_on,
        ends_on=ends_on,
        covers=sorted(covers),
        host=host.strip().lower(),
        purposes=sorted(purposes),
        country=country.strip(),
        transfer=transfer,
        signed_here=signed_here.strip(),
        signed_there=signed_there.strip(),
        reference=reference.strip(),
        file_sha256=hash_of_paper(file),
        recorded_by=actor.user_id,
    )
    agreement.save(force_insert=True)
    _record(AGREEMENT_ADDED, actor, agreement, {})
    if file:
        attach(actor=actor, record=agreement.id, kind=AGREEMENT, **file._asdict())
    _sign(actor, agreement, factor)
    look_again(actor.organization_id)
    return agreement


@transaction.atomic
def sign_agreement(*, actor: Staff, agreement_id: UUID, factor: str) -> None:
    """Puts the actor's signature under an agreement that stands here, as it stands.

    For what was entered before signatures were asked for, and for a second person's. The caller has
    checked ``vendors.manage``. Raises ``NoSuchAgreement``, ``AlreadyEnded``, ``AlreadySigned``,
    ``NoFreshFactor``.
    """
    rows = Agreement.objects.filter(organization_id=actor.organization_id, id=agreement_id)
    agreement = still_running(rows.select_for_update().first())
    if has_signed(actor, agreement.id):
        raise AlreadySigned
    _sign(actor, agreement, factor)


@transaction.atomic
def end_agreement(*, actor: Staff, agreement_id: UUID, reason: str) -> None:
    """Ends an agreement this second: what is not recorded yet does not leave under it.

    ``reason`` 1 to 500 characters. The caller has checked ``vendors.manage``. Raises
    ``NoSuchAgreement``, ``AlreadyEnded``.
    """
    rows = Agreement.objects.filter(organization_id=actor.organization_id, id=agreement_id)
    agreement = end(rows.select_for_update().first(), actor, reason)
    _record(AGREEMENT_ENDED, actor, agreement, {"reason": agreement.end_reason})
    nudge(WATCH, organization_id=actor.organization_id)


def end(found: _Signed | None, actor: Staff, reason: str) -> _Signed:
    """Ends a locked agreement of either kind. Raises ``NoSuchAgreement``, ``AlreadyEnded``."""
    running = still_running(found)
    running.ended_at, running.ended_by = timezone.now(), actor.user_id
    running.end_reason = reason.strip()
    running.save(update_fields=["ended_at", "ended_by", "end_reason"])
    return running


def still_running(found: _Signed | None) -> _Signed:
    """One that has not been ended. Raises ``NoSuchAgreement``, ``AlreadyEnded``."""
    if found is None:
        raise NoSuchAgreement
    if found.ended_at:
        raise AlreadyEnded
    return found


def look_again(organization_id: UUID) -> None:
    """Has workers find out whether what was kept may leave now."""
    nudge(RELEASE, organization_id=organization_id)
    nudge(WATCH, organization_id=organization_id)


def days_of(agreement: Signed) -> dict[str, Any]:
    """What an entry of the ledger says of an agreement of either kind."""
    return {
        "agreement": str(agreement.id),
        "signed_on": agreement.signed_on.isoformat(),
        "starts_on": agreement.starts_on.isoformat(),
        "ends_on": agreement.ends_on.isoformat() if agreement.ends_on else None,
        "signed_here": agreement.signed_here,
        "signed_there": agreement.signed_there,
        "reference": agreement.reference,
        "file_sha256": agreement.file_sha256,
    }


def _record(event: Event, actor: Staff, agreement: Agreement, more: dict[str, Any]) -> None:
    details = {
        "vendor": str(agreement.vendor_id),
        "kind": agreement.kind,
        "covers": agreement.covers,
        "host": agreement.host,
        "purposes": agreement.purposes,
        "country": agreement.country,
        "transfer": agreement.transfer,
    }
    record_change(
        actor=actor,
        event=event,
        record=agreement.id,
        details=days_of(agreement) | details | more,
    )


def _sign(actor: Staff, agreement: Agreement, factor: str) -> None:
    text = signed_text(agreement)
    sign(actor=actor, record=agreement.id, text=text, meaning=MEANING, factor=factor)
