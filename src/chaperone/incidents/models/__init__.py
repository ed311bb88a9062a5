from chaperone.incidents.models.assessments import Assessment, Clock, Delay
from chaperone.incidents.models.cases import Duty, Incident, Note, Severity, Stage, Task
from chaperone.incidents.models.containments import Containment
from chaperone.incidents.models.exposures import Exposure, Way
from chaperone.incidents.models.notifying import Delivery, Mailing, MailingPiece, Notice
from chaperone.incidents.models.reports import Counter, Report

__all__ = [
    "Assessment",
    "Clock",
    "Containment",
    "Counter",
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
    "Severity",
    "Stage",
    "Task",
    "Way",
]
