"""The tables of this room, by what they are about."""

from chaperone.retention.models.destructions import Certificate, Destruction
from chaperone.retention.models.holds import Hold
from chaperone.retention.models.periods import Period
from chaperone.retention.models.runs import ClockWatch, Run, RunCertificate, Step

__all__ = [
    "Certificate",
    "ClockWatch",
    "Destruction",
    "Hold",
    "Period",
    "Run",
    "RunCertificate",
    "Step",
]
