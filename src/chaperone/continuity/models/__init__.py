"""What is kept about coming back: systems, contacts, drills."""

from chaperone.continuity.models.drills import Drill, Exercise
from chaperone.continuity.models.recovery import (
    CallContact,
    CriticalityAnalysis,
    PutAway,
    System,
)

__all__ = [
    "CallContact",
    "CriticalityAnalysis",
    "Drill",
    "Exercise",
    "PutAway",
    "System",
]
