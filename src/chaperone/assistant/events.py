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
