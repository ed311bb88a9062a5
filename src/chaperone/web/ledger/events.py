from chaperone.ledger.events import event

ENTRY_CHECKED = event(
    "ledger.entry.checked", "Somebody had one entry checked: it stands where it was signed."
)
ENTRY_NOT_CHECKED = event(
    "ledger.entry.disproved",
    "Alert: somebody had one entry checked, and it does not, or could not be shown to, stand where"
    " it was signed.",
    "failure",
)
