from chaperone.ledger.events import event

DESTRUCTION_ASKED = event(
    "retention.destruction.asked", "Somebody asked for a member's data to be destroyed."
)
DESTRUCTION_WITHDRAWN = event(
    "retention.destruction.withdrawn", "Somebody took back that a member's data be destroyed."
)
DESTRUCTION_DECLINED = event(
    "retention.destruction.declined", "Somebody refused to have a member's data destroyed."
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
