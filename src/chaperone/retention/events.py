from chaperone.ledger.events import event

DESTRUCTION_ASKED = event(
    "retention.destruction.asked", "Somebody asked for a member's data to be destroyed."
)
DESTRUCTION_WITHDRAWN = event(
    "retention.destruction.withdrawn", "Somebody took back that a member's data be destroyed."
)
DESTRUCTION_DECLINED = event(
    "retention.destruction.declined", "Somebody declined that a member's data be destroyed."
)
DESTRUCTION_APPROVED = event(
    "retention.destruction.approved", "A second person approved that a member's data be destroyed."
)
MEMBER_DESTROYED = event(
    "retention.member.destroyed",
    "A member's key was destroyed, and with it everything sealed under it.",
)
TABLES_WRITTEN_ANEW = event(
    "retention.tables.rewritten", "Tables were written anew, without the rows that were deleted."
)
CERTIFICATE_FETCHED = event(
    "retention.certificate.fetched", "Somebody fetched a certificate of destruction."
)
CLOCK_VOUCHED = event(
    "retention.clock.vouched", "The operator vouched for the clock after purging had doubted it."
)
HOLD_PLACED = event("retention.hold.placed", "Somebody placed a legal hold: what it names stays.")
HOLD_RELEASE_ASKED = event(
    "retention.hold.release_asked", "Somebody asked for a legal hold to be released."
)
HOLD_RELEASED = event(
    "retention.hold.released", "A second person agreed, and a legal hold was released."
)
HOLD_STAYS = event(
    "retention.hold.kept_on", "A second person did not agree: a legal hold stays in force."
)
PERIOD_ASKED = event(
    "retention.period.asked", "Somebody asked for a class to be kept for a shorter time."
)
PERIOD_SET = event("retention.period.set", "How long a class is kept was changed.")
PERIOD_DECLINED = event(
    "retention.period.declined", "A second person did not agree that a class be kept shorter."
)
PERIOD_WITHDRAWN = event(
    "retention.period.withdrawn", "Somebody took back that a class be kept shorter."
)
RUN_ASKED = event("retention.run.asked", "Somebody asked for what is due to be purged now.")
RUN_BEGUN = event("retention.run.begun", "A purge of what is due began.")
RUN_REFUSED = event(
    "retention.run.refused",
    "A purge was refused, because the clock cannot be trusted.",
    outcome="refused",
)
RUN_STOPPED = event("retention.run.stop_asked", "Somebody stopped a purge.")
RUN_ENDED = event(
    "retention.run.ended", "A purge ended: the entry has the hash of its certificate."
)
