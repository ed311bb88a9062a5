from chaperone.incidents.models.assessments import Assessment, Clock, Delay
from chaperone.incidents.models.cases import Duty, Incident, Note, Severity, Stage, Task
from chaperone.incidents.models.containments import Containment
from chaperone.incidents.models.exposures import Exposure, Way
from chaperone.incidents.models.notifying import (
    CustomerNotice,
    Delivery,
    Mailing,
    MailingPiece,
    Notice,
)
from chaperone.incidents.models.reports import Counter, Report, ReportText

__all__ = [
    "Assessment",
    "Clock",
    "Containment",
    "Counter",
    "CustomerNotice",
    "Delay",
    "Delivery",
    "Duty",
    "Exposure",
    "Incident",
    "Mailing",
    "MailingPiece",
    "Note",
    "Notice",
    "Report",
    "ReportText",
    "Severity",
    "Stage",
    "Task",
    "Way",
]
