"""What states of backups, recovery, drills and plans are called."""

from chaperone.web.words.word import Word

BACKUPS = {
    "asked": Word("Asked for", "pending"),
    "running": Word("Being made", "pending"),
    "whole": Word("Whole", "check", "good"),
    "failed": Word("Failed", "bad", "danger"),
    "expired": Word("Expired", "circle"),
    "removed": Word("Removed", "refused"),
    "lost": Word("Not at its place", "unknown", "warning"),
}

BACKUPS_STAND = {
    "ok": Word("Backed up", "check", "good"),
    "overdue": Word("No backup of the last day", "warning", "danger"),
    "none": Word("No backup at all", "bad", "danger"),
    "new": Word("The first one comes soon", "pending"),
}

COPIES_STAND = {
    "ok": Word("Young enough", "check", "good"),
    "weak": Word("Something is wrong with it", "warning", "warning"),
    "overdue": Word("Older than it may be", "warning", "danger"),
    "none": Word("None there", "bad", "danger"),
}

VERIFIED = {
    "opened": Word("Opened and compared", "check", "good"),
    "checksum": Word("Checksum compared", "check", "good"),
    "pgbackrest": Word("Read by pgBackRest", "check", "good"),
    "listed": Word("Listed by RDS, encrypted", "check", "good"),
    "": Word("Not yet", "circle"),
}

READINESS = {
    "yes": Word("Yes.", "good", "good"),
    "weak": Word("Yes, with weaknesses.", "warning", "warning"),
    "unproven": Word("Nobody knows.", "unknown", "warning"),
    "no": Word("No.", "bad", "danger"),
}

DRILL_VERDICTS = {
    "met": Word("Within what may be", "good", "good"),
    "slow": Word("Took too long", "clock", "danger"),
    "lossy": Word("Would lose too much", "warning", "danger"),
    "both": Word("Took and would lose too much", "emergency", "danger"),
    "untold": Word("Nobody has said what may be", "unknown", "warning"),
    "failed": Word("Failed", "bad", "danger"),
}

EXERCISES = {
    "good": Word("Good", "good", "good"),
    "weak": Word("Worked, with weaknesses", "warning", "warning"),
    "failed": Word("Failed", "bad", "danger"),
}

STEPS = {
    "none": Word("None", "circle"),
    "open": Word("To be done", "pending", "warning"),
    "overdue": Word("Overdue", "warning", "danger"),
    "done": Word("Done", "check", "good"),
}

ANALYSES = {
    "none": Word("Not signed yet", "pending", "warning"),
    "changed": Word("Changed since it was signed", "draft", "warning"),
    "due": Word("To be looked over again", "clock", "danger"),
    "signed": Word("Signed as it is", "good", "good"),
}

PRINTS = {
    "right": Word("A print lies here:", "good", "good"),
    "old": Word("The print is out of date:", "warning", "danger"),
    "none": Word("No print lies anywhere", "unknown", "warning"),
}

PLANS = {
    "missing": Word("Not adopted yet", "pending", "warning"),
    "none": Word("Not published yet", "draft", "warning"),
    "coming": Word("Published, not in force yet", "clock"),
    "in_force": Word("In force", "good", "good"),
}

PROPOSED = {
    "within": Word("Would be met", "check", "good"),
    "beyond": Word("Would not be met", "warning", "warning"),
    "unproven": Word("Not known yet", "unknown", "warning"),
}
