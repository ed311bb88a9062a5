"""Assessing a release before it ships (45 CFR 164.308(a)(1)(ii)(B), 164.306(e))."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.registers.actions.changes import record_change
from chaperone.risks.changes.errors import AlreadyDecided, AlreadyRecorded, OwnRelease
from chaperone.risks.changes.events import (
    RELEASE_APPROVED,
    RELEASE_CHANGED,
    RELEASE_RECORDED,
    RELEASE_REFUSED,
)
from chaperone.risks.changes.queries import release_of
from chaperone.risks.differences import apply_changes
from chaperone.risks.models import Release


@transaction.atomic
def record_release(
    *,
    actor: Staff,
    version: str,
    changes: str,
    ephi: str,
    risk: str,
    risks: str,
    tests: str,
    way_back: str,
) -> Release:
    """Records a version with its assessment; somebody else approves it.

    ``ephi``: which of members' data it touches. The caller has checked ``risks.manage``. Raises
    ``AlreadyRecorded``.
    """
    release = Release(
        organization_id=actor.organization_id,
        version=version.strip(),
        changes=changes.strip(),
        ephi=ephi.strip(),
        risk=risk,
        risks=risks.strip(),
        tests=tests.strip(),
        way_back=way_back.strip(),
        recorded_by=actor.user_id,
    )
    try:
        with transaction.atomic():
            release.save(force_insert=True)
    except IntegrityError as problem:
        raise AlreadyRecorded from problem
    _record(actor, RELEASE_RECORDED, release, {"risk": release.risk})
    return release


@transaction.atomic
def change_release(*, actor: Staff, release_id: UUID, **values: Any) -> Release:
    """Changes the assessment while it waits. The caller has checked ``risks.manage``.

    Whoever changes it has assessed it, and cannot approve it. Raises ``NoSuchRelease``,
    ``AlreadyDecided``.
    """
    release = _waiting(actor, release_id)
    changes = apply_changes(release, values)
    if changes:
        release.recorded_by = actor.user_id
        release.save(update_fields=[*changes, "recorded_by"])
        _record(actor, RELEASE_CHANGED, release, {"changed": sorted(changes)})
    return release


@transaction.atomic
def decide_release(*, actor: Staff, release_id: UUID, approve: bool, note: str) -> Release:
    """Lets it ship, or not. Never who assessed it. The caller has checked ``risks.accept``.

    Raises ``NoSuchRelease``, ``AlreadyDecided``, ``OwnRelease``.
    """
    release = _waiting(actor, release_id)
    if release.recorded_by == actor.user_id:
        raise OwnRelease
    release.state = Release.State.APPROVED if approve else Release.State.REFUSED
    release.decided_by, release.decided_at = actor.user_id, timezone.now()
    release.note = note.strip()
    release.save(update_fields=["state", "decided_by", "decided_at", "note"])
    event = RELEASE_APPROVED if approve else RELEASE_REFUSED
    _record(actor, event, release, {"risk": release.risk, "note": release.note})
    return release


def _waiting(actor: Staff, release_id: UUID) -> Release:
    release = release_of(actor, release_id, lock=True)
    if release.state != Release.State.WAITING:
        raise AlreadyDecided
    return release


def _record(actor: Staff, event: Any, release: Release, details: dict[str, Any]) -> None:
    about = {"version": release.version, **details}
    record_change(actor=actor, event=event, record=release.id, details=about)
