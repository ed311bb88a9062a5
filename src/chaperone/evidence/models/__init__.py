"""Results of standards as they stand and as they were frozen, who sees to them, and packages."""

from chaperone.evidence.models.freezing import Collection, Day, Frozen, Reading
from chaperone.evidence.models.packages import Package, PackagePiece
from chaperone.evidence.models.standing import NotApplicable, Plan
from chaperone.evidence.models.trust import TrustPage

__all__ = [
    "Collection",
    "Day",
    "Frozen",
    "NotApplicable",
    "Package",
    "PackagePiece",
    "Plan",
    "Reading",
    "TrustPage",
]
