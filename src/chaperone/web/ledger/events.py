from chaperone.ledger.events import event

LEDGER_SEARCHED = event("ledger.entries.searched", "Somebody searched the ledger.")
LEDGER_VERIFIED = event(
    "ledger.tree.verified", "Somebody had the ledger verified: it is what was signed."
)
LEDGER_NOT_VERIFIED = event(
    "ledger.tree.disproved",
    "Alert: somebody had the ledger verified, and it is not, or could not be shown to be, what was"
    " signed.",
    "failure",
)
