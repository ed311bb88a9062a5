"""What came of the last verification of the installation's ledger."""

from chaperone.access.actors import worker
from chaperone.database.identifiers import PLATFORM
from chaperone.ledger.queries.verified import Verified, last_verified_daily


def last_of_platform() -> Verified | None:
    """The last, whatever came of it; None before the first. As a worker, in the platform's context.

    One query, and one entry opened.
    """
    return last_verified_daily(worker(PLATFORM))
