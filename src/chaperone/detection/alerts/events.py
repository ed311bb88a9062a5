from chaperone.ledger.events import event

ALERT_REACHED_NOBODY = event(
    "detection.alert.reached_nobody", "There was nobody who could be told of an alert.", "failure"
)
ALERT_ACKNOWLEDGED = event("detection.alert.acknowledged", "Somebody took an alert up.")
ALERT_ASSIGNED = event("detection.alert.assigned", "Somebody was given an alert to look into.")
ALERT_CLOSED = event("detection.alert.closed", "An alert was judged and closed.")
ALERT_REOPENED = event("detection.alert.reopened", "A closed alert was opened again.")
ALERT_NOTED = event("detection.alert.noted", "A note was added to an alert.")
ALERT_WORSENED = event("detection.alert.worsened", "An alert grew worse than people knew.")
