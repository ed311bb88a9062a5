"""What states of risks, findings, evaluations, decisions, releases and processing are called."""

from chaperone.web.words.word import Word

SEVERITIES = {
    "critical": Word("Critical", "emergency", "danger"),
    "high": Word("High", "bad", "danger"),
    "medium": Word("Medium", "warning", "warning"),
    "low": Word("Low", "circle"),
}

FINDINGS = {
    "open": Word("Open, in time", "pending"),
    "overdue": Word("Overdue", "warning", "danger"),
    "excused": Word("Has more time", "clock", "warning"),
    "gone": Word("Not seen any more", "eye", "warning"),
    "closed": Word("Closed", "check", "good"),
}

FINDINGS_FILES = {
    "waiting": Word("Waits to be looked over", "pending", "warning"),
    "done": Word("Taken in", "check", "good"),
    "discarded": Word("Discarded", "refused"),
}

EXCEPTIONS = {
    "waiting": Word("Waits for a decision", "pending", "warning"),
    "approved": Word("Given", "check", "good"),
    "refused": Word("Refused", "refused"),
    "withdrawn": Word("Taken back", "circle"),
}

EVALUATIONS = {
    "planned": Word("Planned", "calendar"),
    "overdue": Word("Overdue", "warning", "danger"),
    "done": Word("Done", "check", "good"),
    "cancelled": Word("Called off", "refused"),
}

SPECIFICATIONS = {
    "undecided": Word("Nobody has decided", "pending", "warning"),
    "draft": Word("Written, not signed", "draft", "warning"),
    "in_force": Word("Decided and signed", "good", "good"),
    "due": Word("To be reviewed", "clock", "danger"),
}

RELEASES = {
    "waiting": Word("Waits for approval", "pending", "warning"),
    "approved": Word("May ship", "good", "good"),
    "refused": Word("Must not ship", "refused", "danger"),
}

RELEASE_RISKS = {
    "high": Word("High", "bad", "danger"),
    "medium": Word("Medium", "warning", "warning"),
    "low": Word("Low", "circle"),
}

PROCESSINGS = {
    "in_use": Word("In use", "good", "good"),
    "due": Word("To be reviewed", "clock", "danger"),
    "assess": Word("Impact assessment missing", "warning", "danger"),
    "retired": Word("Not done any more", "closed"),
}

ASSESSMENTS = {
    "draft": Word("Written, not signed", "draft", "warning"),
    "signed": Word("Signed", "good", "good"),
    "due": Word("To be reviewed", "clock", "danger"),
    "replaced": Word("Replaced by a newer one", "closed"),
}

ASSETS = {
    "here": Word("In use", "good", "good"),
    "gone": Word("Not found any more", "warning", "warning"),
    "retired": Word("Retired", "circle"),
}

HOLDING = {
    "yes": Word("Holds ePHI", "lock", "warning"),
    "passes": Word("ePHI passes through", "right"),
    "no": Word("No ePHI", "circle"),
    "unknown": Word("Not known yet", "unknown", "warning"),
}

LEVELS = {
    "": Word("Not judged", "pending", "warning"),
    "1": Word("Very low", "circle"),
    "2": Word("Low", "information"),
    "3": Word("Moderate", "clock", "warning"),
    "4": Word("High", "warning", "danger"),
    "5": Word("Very high", "emergency", "danger"),
}

RISKS = {
    "open": Word("Open", "warning", "warning"),
    "unassessed": Word("Not judged yet", "pending", "warning"),
    "treating": Word("Being treated", "clock"),
    "treatment_overdue": Word("Treatment overdue", "bad", "danger"),
    "treated": Word("Treated, to be judged anew", "check", "good"),
    "accepted": Word("Accepted", "good", "good"),
    "acceptance_ended": Word("Open: acceptance ended", "bad", "danger"),
    "closed": Word("Closed", "closed"),
}
