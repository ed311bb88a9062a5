from chaperone.ledger.events import event

REQUESTS_REFUSED = event(
    "detection.requests.refused",
    "Many requests of one address within minutes were refused or led nowhere.",
    "failure",
)
