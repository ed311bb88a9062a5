from chaperone.incidents.models.cases import Duty, Incident, Note, Severity, Stage, Task
from chaperone.incidents.models.containments import Containment
from chaperone.incidents.models.reports import Counter, Report

__all__ = [
    "Containment",
    "Counter",
    "Duty",
    "Incident",
    "Note",
    "Report",
    "Severity",
    "Stage",
    "Task",
]
