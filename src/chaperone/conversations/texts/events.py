from chaperone.ledger.events import event

TEXT_WRITTEN = event("conversations.text_version.written", "A fixed text was drafted.")
TEXT_APPROVED = event(
    "conversations.text_version.approved", "A fixed text was approved, and is sent from now on."
)
TEXT_REFUSED = event(
    "conversations.text_version.refused", "A draft of a fixed text was refused.", "refused"
)
