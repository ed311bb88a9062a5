from chaperone.ledger.events import event

CEREMONY_HELD = event(
    "continuity.ceremony.held",
    "The keys of the backups were put apart: who holds which share, never its words.",
)
CEREMONY_CHECKED = event(
    "continuity.ceremony.checked", "Two shares in hand were joined, and are the keys in use."
)
CEREMONY_DOUBTED = event(
    "continuity.ceremony.doubted", "Two shares in hand do not give the keys in use.", "failure"
)
