from chaperone.ledger.events import event

LEDGER_SEARCHED = event("ledger.entries.searched", "Somebody searched the ledger.")
LEDGER_VERIFIED = event("ledger.tree.verified", "Somebody had the ledger verified.")
