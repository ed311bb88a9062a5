"""Judging vendors, and keeping what they have shown (45 CFR 164.308(b)(1), 164.314(a))."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.organizations.days import today_of
from chaperone.registers.actions.changes import record_change
from chaperone.vendors.errors import AlreadyRetired, NoSuchAssurance, UnknownAnswers
from chaperone.vendors.events import ASSURANCE_ADDED, ASSURANCE_RETIRED, VENDOR_ASSESSED
from chaperone.vendors.models import Assessment, Assurance, Vendor
from chaperone.vendors.queries import vendor_of
from chaperone.vendors.questionnaire import score_of


@transaction.atomic
def assess_vendor(
    *, actor: Staff, vendor_id: UUID, answers: Mapping[str, int], review_on: date, note: str = ""
) -> Assessment:
    """Keeps a filled-in questionnaire with its score, and when the vendor is judged again.

    ``answers``: as ``questionnaire.score_of``. The caller has checked ``vendors.manage``. Raises
    ``NoSuchVendor``, ``AlreadyRetired``, ``UnknownAnswers``.
    """
    vendor = vendor_of(actor, vendor_id)
    if vendor.retired_at:
        raise AlreadyRetired
    try:
        score = score_of(answers)
    except ValueError as problem:
        raise UnknownAnswers from problem
    made = Assessment(
        organization_id=actor.organization_id,
        vendor=vendor,
        answers=dict(answers),
        score=score,
        note=note.strip(),
        made_on=today_of(actor),
        made_by=actor.user_id,
    )
    made.save(force_insert=True)
    Vendor.objects.filter(id=vendor.id).update(review_on=review_on)
    record_change(
        actor=actor,
        event=VENDOR_ASSESSED,
        record=vendor.id,
        details={
            "name": vendor.name,
            "assessment": str(made.id),
            "score": made.score,
            "note": made.note,
            "review_on": review_on.isoformat(),
        },
    )
    return made


@transaction.atomic
def add_assurance(
    *, actor: Staff, vendor_id: UUID, kind: str, title: str, issued_on: date, review_on: date
) -> Assurance:
    """Puts a vendor's document or attestation on file; its file is attached to the vendor.

    ``kind``: an id of ``starter/documents.toml`` or ``other``. The caller has checked
    ``vendors.manage``. Raises ``NoSuchVendor``, ``AlreadyRetired``.
    """
    vendor = vendor_of(actor, vendor_id)
    if vendor.retired_at:
        raise AlreadyRetired
    added = Assurance(
        organization_id=actor.organization_id,
        vendor=vendor,
        kind=kind,
        title=title.strip(),
        issued_on=issued_on,
        review_on=review_on,
        recorded_by=actor.user_id,
    )
    added.save(force_insert=True)
    details = {"title": added.title, "kind": kind, "review_on": review_on.isoformat()}
    record_change(actor=actor, event=ASSURANCE_ADDED, record=vendor.id, details=details)
    return added


@transaction.atomic
def retire_assurance(*, actor: Staff, assurance_id: UUID) -> Assurance:
    """A document does not count any more; it stays on file. The caller has checked
    ``vendors.manage``. Raises ``NoSuchAssurance``, ``AlreadyRetired``.
    """
    rows = Assurance.objects.filter(organization_id=actor.organization_id, id=assurance_id)
    found = rows.select_for_update().first()
    if found is None:
        raise NoSuchAssurance
    if found.retired_at:
        raise AlreadyRetired
    found.retired_at = timezone.now()
    found.save(update_fields=["retired_at"])
    details = {"title": found.title, "kind": found.kind}
    record_change(actor=actor, event=ASSURANCE_RETIRED, record=found.vendor_id, details=details)
    return found
