"""What is kept about coming back: backups, restorations, systems, contacts, drills."""

from chaperone.continuity.models.backups import Backup
from chaperone.continuity.models.ceremonies import Ceremony
from chaperone.continuity.models.drills import Drill, Exercise
from chaperone.continuity.models.journals import Journal
from chaperone.continuity.models.recovery import (
    CallContact,
    CriticalityAnalysis,
    PutAway,
    System,
)
from chaperone.continuity.models.restoring import Restoration

__all__ = [
    "Backup",
    "CallContact",
    "Ceremony",
    "CriticalityAnalysis",
    "Drill",
    "Exercise",
    "Journal",
    "PutAway",
    "Restoration",
    "System",
]
