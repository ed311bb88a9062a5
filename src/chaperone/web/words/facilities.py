"""What states of sites, devices, media and copies are called."""

from chaperone.web.words.word import Word

COPIES = {
    "waiting": Word("Waits for approval", "pending", "warning"),
    "approved": Word("Approved", "good", "good"),
    "refused": Word("Refused", "refused"),
    "withdrawn": Word("Taken back", "circle"),
    "over": Word("Its time is over", "clock"),
}

VISITS = {
    "inside": Word("In the building", "person"),
    "overnight": Word("Not signed out since yesterday or before", "warning", "danger"),
}

SITES = {
    "planless": Word("No security plan", "warning", "danger"),
    "overdue": Word("Plan overdue for review", "warning", "danger"),
    "soon": Word("Plan to be reviewed soon", "clock", "warning"),
    "reviewed": Word("Plan reviewed", "good", "good"),
    "retired": Word("Not used any more", "circle"),
}

SITE_PLANS = {
    "draft": Word("Not signed yet", "draft", "warning"),
    "in_force": Word("In force", "good", "good"),
    "before": Word("Overtaken", "circle"),
}

BADGES = {
    "known": Word("Somebody's", "good", "good"),
    "unknown": Word("Nobody's: unknown badge", "warning", "danger"),
    "retired": Word("Out of use", "circle"),
}

DEVICES = {
    "in_use": Word("In use", "check"),
    "stored": Word("Stored", "lock"),
    "lost": Word("Lost or stolen", "bad", "danger"),
    "disposed": Word("Disposed of", "circle"),
}

GUARDS = {
    "guarded": Word("Encrypted, firewall on", "shield", "good"),
    "open_disk": Word("Disk not encrypted", "bad", "danger"),
    "no_firewall": Word("Firewall off", "warning", "warning"),
    "unknown": Word("Not known", "unknown", "warning"),
    "none": Word("Not asked of it", "circle"),
}

CHECKS = {
    "checked": Word("Checked", "good", "good"),
    "soon": Word("Due soon", "clock", "warning"),
    "overdue": Word("Overdue", "warning", "danger"),
    "never": Word("Never checked", "warning", "danger"),
    "none": Word("Needs none", "circle"),
}

FOUND = {
    "good": Word("In order", "good", "good"),
    "failed": Word("Not in order", "warning", "danger"),
}

MOVEMENTS = {
    "out": Word("Out", "take-over"),
    "late": Word("Not back in time", "warning", "danger"),
}

DISPOSALS = {"waiting": Word("Waits for somebody else", "pending", "warning")}
