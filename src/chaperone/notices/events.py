from chaperone.ledger.events import event

NOTICES_ASKED = event(
    "notices.notice.asked", "People are to be told something; it names no member."
)
NOTICES_SENT = event("notices.notice.sent", "People were told something.")
NOTICES_FAILED = event(
    "notices.notice.failed", "People could not be told something, and will not be.", "failure"
)
WEBHOOK_SET = event("notices.webhook.set", "Another service is told when people are, from now on.")
WEBHOOK_ENDED = event("notices.webhook.ended", "Another service is not told any more.")
