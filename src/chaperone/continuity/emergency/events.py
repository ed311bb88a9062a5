from chaperone.ledger.events import event

EMERGENCY_BEGUN = event(
    "continuity.emergency.begun",
    "Alarm: emergency mode began: members are read through a replica, on record in a journal.",
)
EMERGENCY_RESUMED = event(
    "continuity.emergency.resumed",
    "Alarm: emergency mode went on with its journal after its process had ended.",
)
EMERGENCY_ENDED = event(
    "continuity.emergency.ended", "Emergency mode ended, and its journal has its exit record."
)
OFFICERS_TOLD = event(
    "continuity.emergency.told", "People were written to that emergency mode began or ended."
)
OFFICERS_NOT_TOLD = event(
    "continuity.emergency.untold",
    "An e-mail that emergency mode began or ended could not be sent.",
    "failure",
)
TEXT_INTENDED = event(
    "continuity.reply.intended",
    "A fixed text is about to go to a member who texted while the database was away.",
)
TEXT_SENT = event(
    "continuity.reply.sent", "The carrier took a fixed text sent while the database was away."
)
TEXT_NOT_SENT = event(
    "continuity.reply.failed",
    "A fixed text while the database was away was not sent, or nobody knows whether it was.",
    "failure",
)
JOURNAL_JOINED = event(
    "continuity.journal.joined", "What a journal of emergency mode kept has joined the ledger."
)
JOURNAL_ALTERED = event(
    "continuity.journal.altered",
    "Alarm: a journal of emergency mode is not what was written to it, or was cut.",
    "failure",
)
