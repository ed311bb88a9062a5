from chaperone.ledger.events import event

LEDGER_VERIFIED = event(
    "ledger.tree.verified", "Somebody had the ledger verified: it is what was signed."
)
LEDGER_NOT_VERIFIED = event(
    "ledger.tree.disproved",
    "Alert: somebody had the ledger verified, and it is not, or could not be shown to be, what was"
    " signed.",
    "failure",
)
ENTRY_CHECKED = event(
    "ledger.entry.checked", "Somebody had one entry checked: it stands where it was signed."
)
ENTRY_NOT_CHECKED = event(
    "ledger.entry.disproved",
    "Alert: somebody had one entry checked, and it does not, or could not be shown to, stand where"
    " it was signed.",
    "failure",
)
