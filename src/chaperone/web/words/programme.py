"""What states of policies, training, people, vendors and of what falls due are called."""

from chaperone.web.words.word import Word

AGREEMENTS = {
    "in_force": Word("In force", "good", "good"),
    "coming": Word("Not in force yet", "pending", "warning"),
    "over": Word("Over", "circle"),
    "ended": Word("Ended", "refused"),
    "missing": Word("Missing", "warning", "danger"),
}

READINGS = {
    "ok": Word("Well", "good", "good"),
    "attention": Word("Look at this", "warning", "warning"),
    "alarm": Word("Wrong", "bad", "danger"),
    "unknown": Word("Not known", "unknown", "warning"),
}

POLICIES = {
    "draft": Word("Draft", "draft"),
    "review": Word("In review", "pending", "warning"),
    "approved": Word("Approved, not published", "check", "warning"),
    "discarded": Word("Discarded", "refused"),
    "in_force": Word("In force", "good", "good"),
    "coming": Word("Not in force yet", "clock", "warning"),
    "none": Word("Not published yet", "circle"),
    "over": Word("No longer in force", "bad"),
    "retired": Word("Retired", "closed"),
}

POLICIES_DUE = {
    "overdue": Word("Overdue", "warning", "danger"),
    "soon": Word("Due soon", "clock", "warning"),
}

CLAIMS = {
    "as_written": Word("As written", "good", "good"),
    "drift": Word("Not as written", "bad", "danger"),
    "unknown": Word("Not known to the system", "unknown", "danger"),
}

ACKNOWLEDGEMENTS = {
    "lacking": Word("Missing", "warning", "danger"),
    "due": Word("To do", "clock", "warning"),
    "done": Word("Acknowledged", "good", "good"),
}

CHECKLISTS = {
    "open": Word("To be done", "pending", "warning"),
    "overdue": Word("Overdue", "warning", "danger"),
    "done": Word("Done", "good", "good"),
}

TRAINING = {
    "open": Word("To be taken", "pending", "warning"),
    "begun": Word("Begun", "clock", "warning"),
    "overdue": Word("Overdue", "warning", "danger"),
    "passed": Word("Passed", "good", "good"),
    "failed": Word("Not passed", "bad", "danger"),
}

WORKFORCE = {
    "working": Word("Works here", "good", "good"),
    "left": Word("Left", "closed"),
}

DUES = {
    "overdue": Word("Overdue", "bad", "danger"),
    "today": Word("Due today", "warning", "warning"),
    "soon": Word("Due within a week", "clock", "warning"),
    "later": Word("Later", "calendar"),
}

VENDORS = {
    "covered": Word("Covered by an agreement", "good", "good"),
    "ending": Word("Covered, and ends soon", "clock", "warning"),
    "missing": Word("No agreement in force", "warning", "danger"),
    "not_needed": Word("Gets no members' data", "circle"),
    "retired": Word("Retired", "closed"),
}

VERDICTS_OF_VENDORS = {
    "good": Word("Good", "good", "good"),
    "enough": Word("Good enough", "check"),
    "poor": Word("Not good enough", "warning", "danger"),
    "none": Word("Not judged yet", "pending", "warning"),
}

DOCUMENTS_OF_VENDORS = {
    "current": Word("Counts", "good", "good"),
    "overdue": Word("Too old", "warning", "danger"),
    "retired": Word("Retired", "circle"),
}
