from chaperone.ledger.events import event

PAGE_MADE = event("conversations.page.made", "Somebody is to be called to a conversation.")
PAGE_CALLED = event("conversations.page.called", "People were called to a conversation.")
PAGE_REACHED_NOBODY = event(
    "conversations.page.unheard", "Nobody could be called to a conversation.", "failure"
)
PAGE_ACKNOWLEDGED = event(
    "conversations.page.acknowledged", "Somebody said that they see to a conversation."
)
ACKNOWLEDGING_REFUSED = event(
    "conversations.page.reply_refused",
    "A text that would acknowledge a page came from a number that was not told the code.",
    "refused",
)
