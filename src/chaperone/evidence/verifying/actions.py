"""The day's verification: made by a worker, kept in the record of each organization and of the
platform, which the collectors of 164.312(b) and (c) and the installation's readings look at.
"""

import logging
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from chaperone.access.actors import worker
from chaperone.access.context import acting_for
from chaperone.database.identifiers import PLATFORM
from chaperone.evidence.verifying.queries import last_of_platform
from chaperone.ledger.actions import append
from chaperone.ledger.daily import Held, check_tree
from chaperone.ledger.errors import MirrorUnavailable, NothingSigned, NotVerified
from chaperone.ledger.queries import latest_checkpoint
from chaperone.ledger.record_events import LEDGER_DISPROVED_DAILY, LEDGER_VERIFIED_DAILY
from chaperone.ledger.signed import verifier_key
from chaperone.organizations.queries import organizations_all

EVERY = timedelta(hours=24)
AGAIN = timedelta(hours=1)
"""How long after one that failed: whoever mends a mirror sees it soon."""
_log = logging.getLogger(__name__)


def is_due() -> bool:
    """Whether something is signed, and its last verification a day old, or failed an hour ago."""
    with acting_for(worker(PLATFORM)):
        last = last_of_platform()
        signed = latest_checkpoint()
    if signed is None or last is None:
        return signed is not None
    return last.at < timezone.now() - (EVERY if last.good else AGAIN)


def verify_daily() -> bool | None:
    """Verifies the ledger and records what came of it; None where nothing could be told.

    By workers, outside transactions; safe to repeat. A mirror that does not answer proves nothing:
    that is tried again, and its own reading tells of it.
    """
    with acting_for(worker(PLATFORM)):
        last = last_of_platform()
    try:
        held = check_tree(
            key=verifier_key(settings.CHAPERONE_LOG_KEY),
            mirrors=settings.CHAPERONE_MIRRORS,
            opened_before=last.size if last and last.good else 0,
        )
    except NotVerified as problem:
        _log.error("The ledger does not verify. First bad place: %s", problem.place)
        _record(None, problem.place)
        return False
    except (MirrorUnavailable, NothingSigned) as problem:
        _log.warning("The ledger could not be verified now: %s", problem)
        return None
    if held is None:
        return None
    _record(held, "")
    return True


def _record(held: Held | None, place: str) -> None:
    """In each organization's own record, for there its officer and its auditor look; the
    platform's comes last, so that a process that dies before is followed by another one.
    """
    event = LEDGER_VERIFIED_DAILY if held else LEDGER_DISPROVED_DAILY
    details = (
        {"size": held.size, "checkpoints": held.checkpoints, "mirrors": held.mirrors}
        if held
        else {"size": 0, "place": place}
    )
    for organization_id in (*organizations_all(), PLATFORM):
        actor = worker(organization_id)
        with acting_for(actor):
            append(event=event, actor=actor, details=details)
