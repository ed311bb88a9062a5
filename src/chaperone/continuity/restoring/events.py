from chaperone.ledger.events import event

DESTROYED_AGAIN = event(
    "continuity.destruction.repeated",
    "A member who was destroyed after the backup was destroyed again after it was restored.",
)
ACCESS_ENDED_AGAIN = event(
    "continuity.access.ended_again",
    "Access that had ended after the backup was ended again after it was restored.",
)
STOP_AGAIN = event(
    "continuity.opt_out.repeated",
    "What a member said about texts after the backup holds again after it was restored.",
)
SESSIONS_ENDED = event(
    "continuity.sessions.ended", "Every session ended, since the installation was restored."
)
