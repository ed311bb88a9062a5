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
ALARM_RAISED = event("notices.alarm.raised", "Something is wrong, and people are told.", "failure")
ALARM_LASTS = event(
    "notices.alarm.lasted", "It is still wrong, and people are told again.", "failure"
)
ALARM_ENDED = event("notices.alarm.ended", "What was wrong is well again.")
ALARM_QUIETENED = event(
    "notices.alarm.quietened", "Nobody is told again of something wrong, for a while."
)
