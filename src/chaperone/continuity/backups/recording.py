"""What the catalogue and the ledger keep of backups: they are of the whole installation, so
whoever runs it keeps the entries.
"""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chaperone.access.actors import worker
from chaperone.access.context import acting_for
from chaperone.continuity.backups.events import BACKUP_DAMAGED, BACKUP_VERIFIED
from chaperone.continuity.models import Backup
from chaperone.database.identifiers import PLATFORM
from chaperone.ledger.actions import append
from chaperone.ledger.events import Event
from chaperone.organizations.queries import organizations_all
from chaperone.vendors.queries import platform_id

_LONGEST_WHY = 500


def in_charge() -> list[UUID]:
    """Whoever runs the installation: the platform's organization, or every one where there is none.

    Before there is any, what belongs to nobody. Only workers may ask.
    """
    platform = platform_id()
    return [platform] if platform else organizations_all() or [PLATFORM]


def record(event: Event, backup: Backup, **details: Any) -> None:
    """Appends the entry for each of them, in the transaction that it is called in."""
    for organization_id in in_charge():
        actor = worker(organization_id)
        with acting_for(actor):
            append(event=event, actor=actor, details=_about(backup) | details)


def why_of(said: str) -> str:
    """As the catalogue keeps why something failed: on one line, and no longer than it has room."""
    return " ".join(said.split()).replace("\0", "")[:_LONGEST_WHY]


@transaction.atomic
def note_verified(backup: Backup, how: str) -> None:
    """It was read and is whole; so are its size and checksum, which of others' copies are known
    only by now.
    """
    backup.verified_at, backup.verified_how = timezone.now(), how
    backup.save(update_fields=["verified_at", "verified_how", "sha256", "size"])
    record(BACKUP_VERIFIED, backup, how=how)


@transaction.atomic
def note_damaged(backup: Backup, why: str) -> None:
    """It was read and is missing, cut or altered: it is failed from now on."""
    backup.state, backup.why = Backup.State.FAILED, why_of(f"Verified: {why}")
    backup.verified_at = timezone.now()
    backup.save(update_fields=["state", "why", "verified_at"])
    record(BACKUP_DAMAGED, backup, why=backup.why)


def _about(backup: Backup) -> dict[str, Any]:
    return {
        "backup": str(backup.id),
        "name": backup.name,
        "target": backup.target,
        "size": backup.size,
        "sha256": backup.sha256,
        "ledger_size": backup.ledger_size,
    }
