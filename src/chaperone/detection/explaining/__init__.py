"""Why somebody had a reason of care to open a member's record: asked before anything is flagged."""

from chaperone.detection.explaining.reasons import Reasons, reasons_of
from chaperone.detection.explaining.words import REASONS

__all__ = ["REASONS", "Reasons", "reasons_of"]
