"""Telling whoever runs the installation that a backup is missing or damaged."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings as django
from django.utils import timezone

from chaperone.access.actors import worker
from chaperone.access.context import acting_for
from chaperone.access.queries import people_who_may
from chaperone.continuity.backups.kinds import DAMAGED, OVERDUE
from chaperone.continuity.backups.queries.catalogue import backups
from chaperone.continuity.backups.recording import in_charge
from chaperone.continuity.backups.settings import read_settings
from chaperone.continuity.backups.standing import standings
from chaperone.continuity.models import Backup
from chaperone.database.identifiers import PLATFORM
from chaperone.notices.actions.tell import tell
from chaperone.notices.kinds import Kind
from chaperone.notices.models import Notice

IN_CHARGE = "continuity.manage"
_AGAIN = timedelta(days=1)
_LOOKED_BACK = timedelta(days=8)


def warn() -> None:
    """Tells of each once, and once a day again while it lasts."""
    found: list[tuple[Kind, UUID]] = []
    for standing in standings(read_settings(Path(django.CHAPERONE_DATA))):
        about = standing.last or standing.failed
        if standing.state in ("overdue", "none") and about:
            found.append((OVERDUE, about.id))
    damaged = backups().filter(
        state=Backup.State.FAILED,
        verified_at__gt=timezone.now() - _LOOKED_BACK,
    )
    found += [(DAMAGED, row.id) for row in damaged]
    for organization_id in in_charge() if found else ():
        if organization_id != PLATFORM:
            _tell(organization_id, found)


def _tell(organization_id: UUID, found: list[tuple[Kind, UUID]]) -> None:
    actor = worker(organization_id)
    with acting_for(actor):
        recipients = dict.fromkeys(people_who_may(actor, IN_CHARGE), (Notice.Way.EMAIL,))
        for kind, subject in found:
            told = Notice.objects.filter(
                organization_id=organization_id, kind=kind.name, subject_id=subject
            )
            if kind is OVERDUE:
                told = told.filter(made_at__gt=timezone.now() - _AGAIN)
            if not told.exists():
                tell(
                    actor=actor,
                    kind=kind,
                    subject_id=subject,
                    recipients=recipients,
                    webhook=True,
                )
