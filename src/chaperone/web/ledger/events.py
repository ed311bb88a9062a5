from chaperone.ledger.events import event

LEDGER_SEARCHED = event("ledger.entries.searched", "Somebody searched the ledger.")
LEDGER_VERIFIED = event("ledger.tree.verified", "Somebody had the ledger verified.")
ENTRY_CHECKED = event("ledger.entry.checked", "Somebody had one entry's place in the tree checked.")
