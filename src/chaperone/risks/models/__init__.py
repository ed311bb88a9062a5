"""The tables of this room, by what they are about."""

from chaperone.risks.models.analyses import Analysis
from chaperone.risks.models.assets import Asset
from chaperone.risks.models.risks import Acceptance, Risk

__all__ = ["Acceptance", "Analysis", "Asset", "Risk"]
