from chaperone.ledger.events import event

ENTRY_APPROVED = event(
    "assistant.entry.approved", "A version of an entry of the library was approved."
)
ENTRY_REFUSED = event(
    "assistant.entry.withheld", "Somebody decided that an entry of the library is not to be sent."
)
APPROVAL_WITHDRAWN = event(
    "assistant.entry.withdrawn", "A decision about an entry of the library was withdrawn."
)
EVALUATED = event(
    "assistant.evaluation.run", "The assistant was measured on the organization's own texts."
)
