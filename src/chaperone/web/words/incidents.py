"""What states of incidents, reports and their tasks are called."""

from chaperone.web.words.word import Word

INCIDENTS = {
    "reported": Word("Waits to be taken in hand", "pending", "warning"),
    "open": Word("Open", "warning", "warning"),
    "contained": Word("Contained", "shield", "good"),
    "eradicated": Word("Cause removed", "shield", "good"),
    "recovered": Word("Recovered", "good", "good"),
    "closed": Word("Closed", "check", "good"),
}

INCIDENT_CLOCKS = {
    "late": Word("Not contained in time", "warning", "danger"),
    "running": Word("To be contained", "clock"),
    "stopped": Word("Contained", "check", "good"),
}

REPORTS = {
    "received": Word("Received, not taken up yet", "pending", "warning"),
    "late": Word("Not taken up in time", "warning", "danger"),
    "acknowledged": Word("Being looked into", "eye", "good"),
    "case": Word("Belongs to an incident", "shield", "good"),
    "closed": Word("Closed", "check", "good"),
}

INCIDENT_TASKS = {
    "open": Word("To be done", "pending"),
    "overdue": Word("Overdue", "warning", "danger"),
    "done": Word("Done", "check", "good"),
    "not_needed": Word("Not needed", "refused"),
}

MOMENTS = {
    "case": Word("Ledger", "ledger"),
    "alert": Word("Alert", "warning", "warning"),
    "note": Word("Note", "draft"),
}

CONTAINMENTS = {
    "done": Word("Done", "good", "good"),
    "working": Word("A worker is at it", "clock", "warning"),
    "exercised": Word("Exercised: nothing was changed", "eye"),
    "undone": Word("Undone", "circle"),
}
