"""What continuity tells the rooms below: registers, files of records, readings, what falls due."""

from uuid import UUID

from django.urls import reverse

from chaperone.access.actors import Staff
from chaperone.continuity.backups import kinds  # noqa: F401  declares
from chaperone.continuity.backups.dues import backups_due
from chaperone.continuity.backups.keys import find_identity_with
from chaperone.continuity.backups.reading import backup_age
from chaperone.continuity.backups.registry import know_copies_by
from chaperone.continuity.copies.expiring import left_in_copies
from chaperone.continuity.copies.queries import standings_here
from chaperone.continuity.copies.reading import copy_ages
from chaperone.continuity.drills import dues as drill_dues
from chaperone.continuity.drills import notice  # noqa: F401  declares
from chaperone.continuity.drills.queries.exercises import exercises_of
from chaperone.continuity.drills.readings import readings
from chaperone.continuity.drills.sheets import REGISTER as EXERCISES
from chaperone.continuity.escrow import dues as ceremony_dues
from chaperone.continuity.escrow.identity import unwrapped_at
from chaperone.continuity.frame import MANAGE, READ
from chaperone.continuity.recovery import dues as recovery_dues
from chaperone.continuity.recovery.sheets import CONTACTS, SYSTEMS
from chaperone.duties.registry import due_from
from chaperone.notices.readings import readings_from
from chaperone.registers.declared import declare
from chaperone.registers.registry import guards_records
from chaperone.retention.registry import know_backups_by


def declare_all() -> None:
    """Called once, in ``AppConfig.ready``."""
    for source in (backups_due, ceremony_dues.dues, recovery_dues.dues, drill_dues.dues):
        due_from(source)
    know_backups_by(left_in_copies)
    readings_from(backup_age)
    readings_from(copy_ages)
    know_copies_by(standings_here)
    for register in (SYSTEMS, CONTACTS, EXERCISES):
        declare(register)
    readings_from(readings)
    find_identity_with(unwrapped_at)
    guards_records("continuity.exercise", read=READ, manage=MANAGE, page=_page)


def _page(actor: Staff, record: UUID) -> str | None:
    if not exercises_of(actor).filter(id=record).exists():
        return None
    return reverse("continuity:drills:exercise", kwargs={"exercise_id": record})
