from chaperone.ledger.events import event

COPY_SEEN = event(
    "continuity.copy.seen", "A copy of the database that somebody else made was recorded."
)
COPY_GONE = event(
    "continuity.copy.gone", "A copy of the database is not there any more where it was made."
)
COPY_MISSED = event(
    "continuity.copy.missed", "A copy of the database went before its time.", "failure"
)
