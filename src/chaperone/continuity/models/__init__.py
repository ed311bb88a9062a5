"""What is kept about coming back: restorations, systems, contacts, drills."""

from chaperone.continuity.models.drills import Drill, Exercise
from chaperone.continuity.models.recovery import (
    CallContact,
    CriticalityAnalysis,
    PutAway,
    System,
)
from chaperone.continuity.models.restoring import Restoration

__all__ = [
    "CallContact",
    "CriticalityAnalysis",
    "Drill",
    "Exercise",
    "PutAway",
    "Restoration",
    "System",
]
