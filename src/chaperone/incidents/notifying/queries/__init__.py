from chaperone.incidents.notifying.queries.notices import (
    counts_of,
    latest_notice,
    mailings_of,
    members_to_tell,
    notice_in_force,
    require_breach,
    unconfirmed,
    waits_for_law,
)

__all__ = [
    "counts_of",
    "latest_notice",
    "mailings_of",
    "members_to_tell",
    "notice_in_force",
    "require_breach",
    "unconfirmed",
    "waits_for_law",
]
