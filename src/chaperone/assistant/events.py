from chaperone.ledger.events import event

MODEL_ASKED = event(
    "assistant.model.asked",
    "What a member wrote went to a vendor's model, without what identifies them, under an agreement"
    " in force.",
)
MODEL_REPLIED = event("assistant.model.replied", "A vendor's model replied.")
MODEL_FAILED = event(
    "assistant.model.failed", "A vendor's model gave no reply that could be used.", "failure"
)
DISCLOSURE_REFUSED = event(
    "assistant.disclosure.refused",
    "A vendor's model was not asked, since no agreement in force covers it. Nothing left.",
    "refused",
)

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
