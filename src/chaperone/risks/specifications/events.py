from chaperone.ledger.events import event

DECISION_WRITTEN = event(
    "risks.specification.written", "A decision on an addressable specification was written."
)
DECISION_SIGNED = event(
    "risks.specification.decided",
    "A decision on an addressable specification was signed, and is in force.",
)
DECISION_REVIEWED = event(
    "risks.specification.reviewed",
    "A decision on an addressable specification was looked at again, and stays.",
)
