"""What is kept about suspicious activity: alerts and what becomes of them, rules, reviews."""

from chaperone.detection.models.alerts import Alert, AlertEntry, Cursor, Severity, Verdict
from chaperone.detection.models.remarks import Remark
from chaperone.detection.models.requests import RequestCursor
from chaperone.detection.models.reviews import Review, ReviewedAccess
from chaperone.detection.models.tuning import Tuning

__all__ = [
    "Alert",
    "AlertEntry",
    "Cursor",
    "Remark",
    "RequestCursor",
    "Review",
    "ReviewedAccess",
    "Severity",
    "Tuning",
    "Verdict",
]
