"""Entries about backups: they are of the whole installation, so whoever runs it keeps them."""

from typing import Any
from uuid import UUID

from chaperone.access.actors import worker
from chaperone.access.context import acting_for
from chaperone.continuity.models import Backup
from chaperone.database.identifiers import PLATFORM
from chaperone.ledger.actions import append
from chaperone.ledger.events import Event
from chaperone.organizations.queries import organizations_all
from chaperone.vendors.queries import platform_id


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


def _about(backup: Backup) -> dict[str, Any]:
    return {
        "backup": str(backup.id),
        "name": backup.name,
        "target": backup.target,
        "size": backup.size,
        "sha256": backup.sha256,
        "ledger_size": backup.ledger_size,
    }
