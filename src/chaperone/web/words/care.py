"""What states of care and of access are called."""

from chaperone.web.words.word import Word

AUTHORS = {
    "member": Word("Member", "member"),
    "assistant": Word("Assistant", "assistant"),
    "coach": Word("Coach", "coach"),
    "system": Word("Notice", "information"),
}

DELIVERY = {
    "pending": Word("Waiting to be sent", "pending"),
    "sending": Word("Sending", "send"),
    "sent": Word("Sent", "check"),
    "delivered": Word("Delivered", "delivered", "good"),
    "failed": Word("Not delivered", "bad", "danger"),
    "withheld": Word("Held back, not sent", "withheld", "warning"),
    "held": Word("Kept for now", "clock", "warning"),
    "unconfirmed": Word("Sent, not confirmed", "unknown", "warning"),
}

URGENCY = {
    "emergency": Word("Emergency", "emergency", "danger"),
    "crisis": Word("Crisis", "crisis", "danger"),
    "urgent": Word("Urgent", "warning", "warning"),
    "routine": Word("Routine", "circle"),
}

ANSWERERS = {
    "assistant": Word("Assistant answers", "assistant"),
    "coach": Word("Coach answers", "coach"),
    "draft": Word("Assistant drafts", "draft"),
    "paused": Word("Nobody answers for now", "nobody", "warning"),
    "closed": Word("Ended", "closed", "quiet"),
}

REQUESTS = {
    "waiting": Word("Waiting", "pending", "warning"),
    "approved": Word("Approved", "good", "good"),
    "refused": Word("Refused", "refused"),
    "withdrawn": Word("Withdrawn", "circle"),
}

DESTRUCTIONS = {
    "waiting": Word("Waits for approval", "pending", "warning"),
    "approved": Word("About to be destroyed", "clock", "warning"),
    "refused": Word("Refused", "refused"),
    "withdrawn": Word("Taken back", "circle"),
    "done": Word("Destroyed", "bad", "danger"),
}

VERDICTS = {
    "": Word("To be reviewed", "pending", "warning"),
    "running": Word("Running", "emergency", "danger"),
    "overdue": Word("Review overdue", "warning", "danger"),
    "justified": Word("Justified", "good", "good"),
    "not_justified": Word("Not justified", "bad", "danger"),
}

REVIEWS = {
    "": Word("Undecided", "pending", "warning"),
    "keep": Word("Kept", "good", "good"),
    "end": Word("Ended", "refused"),
    "overdue": Word("Overdue", "warning", "danger"),
}

ENTRIES = {
    "unreviewed": Word("Unreviewed by a clinician", "pending", "warning"),
    "approved": Word("Approved", "good", "good"),
    "due": Word("To be reviewed again", "clock", "warning"),
    "refused": Word("Not to be sent", "refused", "danger"),
}
