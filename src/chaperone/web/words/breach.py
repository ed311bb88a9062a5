"""What deadlines, judgements and notices of a breach are called."""

from chaperone.web.words.word import Word

BREACH_CLOCKS = {
    "met": Word("Done", "check", "good"),
    "paused": Word("Waits for law enforcement", "clock", "warning"),
    "late": Word("Late", "emergency", "danger"),
    "soon": Word("Less than a day left", "warning", "danger"),
    "runs": Word("Runs", "pending"),
}

BREACH_ASSESSMENTS = {
    "waiting": Word("Waits for a second person", "pending", "warning"),
    "signed": Word("Signed", "check", "good"),
    "returned": Word("Given back", "refused"),
}

BREACH_NOTICES = {
    "draft": Word("Draft", "pending", "warning"),
    "approved": Word("Approved", "check", "good"),
    "replaced": Word("Replaced", "circle"),
}

LETTERS = {
    "waiting": Word("Being made", "pending", "warning"),
    "made": Word("Made", "check", "good"),
    "failed": Word("Could not be made", "bad", "danger"),
}

EXPOSED = {
    "True": Word("Unsecured: it could be read", "warning", "danger"),
    "False": Word("Secured: it could not be read", "check", "good"),
}
