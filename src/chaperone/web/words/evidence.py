"""What states of standards and of packages are called."""

from chaperone.web.words.word import Word

STANDARDS = {
    "met": Word("Met", "good", "good"),
    "attention": Word("Needs attention", "warning", "warning"),
    "not_met": Word("Not met", "bad", "danger"),
    "not_evaluated": Word("Not evaluated", "unknown", "warning"),
    "not_applicable": Word("Does not apply", "circle"),
}

TRUST = {
    "met": Word("True today", "good", "good"),
    "attention": Word("Needs attention", "warning", "warning"),
    "not_evaluated": Word("Not checked yet", "unknown", "warning"),
    "not_applicable": Word("Does not apply", "circle"),
}

SET_ASIDES = {
    "waiting": Word("Waits for a second signature", "pending", "warning"),
    "in_force": Word("Signed by two people", "check"),
}

PACKAGES = {
    "waiting": Word("Waits for a worker", "pending"),
    "running": Word("Being made", "clock", "warning"),
    "done": Word("Ready", "good", "good"),
    "failed": Word("Failed", "bad", "danger"),
}

AUDITORS = {
    "waiting": Word("Waits for a second officer", "pending", "warning"),
    "in_force": Word("Reads now", "eye", "good"),
}
