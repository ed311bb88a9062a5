"""What states of alerts, rules and reviews of activity are called."""

from chaperone.web.words.word import Word

ALERTS = {
    "new": Word("New", "pending", "warning"),
    "acknowledged": Word("Somebody looks into it", "eye"),
    "assigned": Word("Given to somebody", "person"),
    "closed": Word("Closed", "check"),
    "confirmed": Word("Was what it looked like", "bad", "danger"),
    "policy_breach": Word("Was against the rules", "warning", "danger"),
    "legitimate": Word("Was legitimate", "good", "good"),
    "false_alarm": Word("Was a false alarm", "circle"),
}

RULES = {
    "on": Word("As it came", "good", "good"),
    "changed": Word("Changed for a time", "clock", "warning"),
    "off": Word("Off for a time", "refused", "danger"),
}

ACTIVITY_REVIEWS = {
    "waiting": Word("Waits to be signed", "pending", "warning"),
    "overdue": Word("Overdue", "warning", "danger"),
    "asking": Word("Signed, with lines that wait", "clock", "warning"),
    "signed": Word("Signed off", "good", "good"),
}

REVIEWED_ACCESSES = {
    "fine": Word("Fine", "check", "good"),
    "ask": Word("To be asked about", "pending", "warning"),
    "not_fine": Word("Not fine", "bad", "danger"),
    "own": Word("Your own: somebody else judges it", "person"),
    "waiting": Word("Not looked at yet", "circle"),
}
