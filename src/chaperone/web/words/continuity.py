"""What states of backups are called."""

from chaperone.web.words.word import Word

BACKUPS = {
    "asked": Word("Asked for", "pending"),
    "running": Word("Being made", "pending"),
    "whole": Word("Whole", "check", "good"),
    "failed": Word("Failed", "bad", "danger"),
    "expired": Word("Expired", "circle"),
    "removed": Word("Removed", "refused"),
}

BACKUPS_STAND = {
    "ok": Word("Backed up", "check", "good"),
    "overdue": Word("No backup of the last day", "warning", "danger"),
    "none": Word("No backup at all", "bad", "danger"),
    "new": Word("The first one comes soon", "pending"),
}

VERIFIED = {
    "opened": Word("Opened and compared", "check", "good"),
    "checksum": Word("Checksum compared", "check", "good"),
    "": Word("Not yet", "circle"),
}
