from chaperone.ledger.events import event

ALERT_RAISED = event(
    "detection.alert.raised", "A rule found something in the record that is worth a look."
)
HISTORY_SCANNED = event("detection.history.scanned", "The record of a time was looked over again.")
