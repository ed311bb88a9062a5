from chaperone.ledger.events import event

BACKUP_ASKED = event("continuity.backup.asked", "Somebody asked for a backup now.")
BACKUP_MADE = event("continuity.backup.made", "A backup was made, and is whole.")
BACKUP_FAILED = event(
    "continuity.backup.failed", "A backup could not be made, or was broken off.", "failure"
)
BACKUP_VERIFIED = event(
    "continuity.backup.verified", "A backup was read from where it is kept, and is whole."
)
BACKUP_DAMAGED = event(
    "continuity.backup.damaged",
    "A backup was read from where it is kept, and is missing, cut or altered.",
    "failure",
)
BACKUP_REMOVED = event(
    "continuity.backup.removed", "A backup was removed: its time was over, or a person said so."
)
CATALOGUE_SETTLED = event(
    "continuity.catalogue.settled",
    "After a restore the catalogue of backups was compared with what lies at their places.",
)
