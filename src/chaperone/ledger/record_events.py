"""What the record says about itself."""

from chaperone.ledger.events import event

MONTH_PRUNED = event(
    "ledger.month.pruned",
    "A month of entries was destroyed after its retention. Their leaves stay in the tree.",
)
LEDGER_SEARCHED = event("ledger.entries.searched", "Somebody searched the ledger.")
CLOCK_JUMPED_BACK = event(
    "ledger.clock.jumped_back",
    "Alert: the clock was put back. Entries after it show times that came before; their places in"
    " the tree tell the order.",
    "failure",
)
CLOCK_JUMPED_FORWARD = event(
    "ledger.clock.jumped_forward",
    "Alert: the clock was put forward. Entries after it show later times than they should, if it"
    " was right before.",
    "failure",
)
LOGS_READ = event(
    "ledger.logs.read", "Somebody read the log lines of the installation, on its machine."
)
EPOCH_BEGUN = event(
    "ledger.epoch.begun",
    "The installation was restored from a backup. The ledger goes on from its signed copy.",
)
ENTRY_UNREAD = event(
    "ledger.entry.unread",
    "An entry from before a restore, brought back from the mirror: its key is gone, so nobody can"
    " read it. Its sealed bytes stand in the tree.",
    "failure",
)
LEDGER_VERIFIED = event(
    "ledger.tree.verified", "Somebody had the ledger verified: it is what was signed."
)
LEDGER_NOT_VERIFIED = event(
    "ledger.tree.disproved",
    "Alert: somebody had the ledger verified, and it is not, or could not be shown to be, what was"
    " signed.",
    "failure",
)
LEDGER_VERIFIED_DAILY = event(
    "ledger.daily.verified", "The day's verification of the whole ledger: it is what was signed."
)
LEDGER_DISPROVED_DAILY = event(
    "ledger.daily.disproved",
    "Alert: the day's verification of the whole ledger found that it is not what was signed.",
    "failure",
)
