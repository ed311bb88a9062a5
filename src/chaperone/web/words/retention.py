"""What states of holds, periods and runs are called."""

from chaperone.web.words.word import Word

HOLDS = {
    "in_force": Word("Held", "lock", "warning"),
    "asked": Word("Held; its end was asked for", "pending", "warning"),
    "released": Word("Released", "circle"),
}

PERIODS = {
    "waiting": Word("Waits for a second person", "pending", "warning"),
    "in_force": Word("Decided", "good", "good"),
    "refused": Word("Refused", "refused"),
    "withdrawn": Word("Taken back", "circle"),
}

RUNS = {
    "waiting": Word("About to begin", "pending"),
    "running": Word("Running", "clock", "warning"),
    "finished": Word("Finished", "good", "good"),
    "nothing": Word("Nothing was due", "circle"),
    "stopped": Word("Stopped by somebody", "closed", "warning"),
    "limited": Word("Ended at its limit", "right", "warning"),
    "refused": Word("Refused: the clock is doubted", "bad", "danger"),
}

DEPARTURES = {
    "waiting": Word("Waits for a second person", "pending", "warning"),
    "declined": Word("Not agreed to", "refused"),
    "packing": Word("Being packed", "clock", "warning"),
    "packed": Word("Ready to be fetched", "download", "warning"),
    "arrived": Word("Arrived; to be agreed", "pending", "warning"),
    "destroying": Word("Being destroyed here", "clock", "warning"),
    "done": Word("Returned and destroyed", "good", "good"),
}
