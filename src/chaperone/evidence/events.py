"""What the ledger keeps of evidence."""

from chaperone.ledger.events import event

COLLECTION_FAILED = event(
    "evidence.standard.failed",
    "Whether a standard is met could not be computed: it counts as not evaluated.",
    "failure",
)
