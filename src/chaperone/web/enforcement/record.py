"""The ledger, the request log, and what else is kept or destroyed."""

import math
from datetime import timedelta

from django.conf import settings

from chaperone.ledger.actors import Actor
from chaperone.ledger.clock import FORWARD
from chaperone.ledger.sequencer import IDLE_SECONDS, SIGN_AFTER_SECONDS
from chaperone.members.uploads import LASTS
from chaperone.policies.registry import Enforcement
from chaperone.retention.actions import SNAPSHOTS_END
from chaperone.web.enforcement.wording import counted, lasting
from chaperone.web.ledger.packing import MOST

_WATCHING = "chaperone.web.health.middleware.WatchingMiddleware"
_OUTERMOST = "chaperone.requestlog.middleware.RequestLogMiddleware"


def _covers(_actor: Actor) -> str:
    """What stands before it in the list could refuse a request that is then not written down.

    But for what answers machines that watch, every few seconds and about nobody.
    """
    if _OUTERMOST not in settings.MIDDLEWARE:
        return "nothing"
    before = settings.MIDDLEWARE[: settings.MIDDLEWARE.index(_OUTERMOST)]
    return "every request" if before in ([], [_WATCHING]) else "some requests"


def _mirrored(_actor: Actor) -> str:
    return "outside the database" if settings.CHAPERONE_MIRRORS else "nowhere"


def _signed_within(_actor: Actor) -> str:
    return lasting(timedelta(seconds=math.ceil(SIGN_AFTER_SECONDS + IDLE_SECONDS)))


CLAIMS = (
    Enforcement(
        "request_log.covers", "What the request log holds", _covers, "administration:requests"
    ),
    Enforcement(
        "ledger.kept",
        "How long entries are kept at least",
        lambda _actor: counted(settings.CHAPERONE_LEDGER_YEARS, "year"),
        "ledger:search",
    ),
    Enforcement(
        "ledger.mirrored", "Where the signed copies of the ledger are", _mirrored, "ledger:search"
    ),
    Enforcement(
        "ledger.signed_within",
        "How soon a new state of the ledger is signed",
        _signed_within,
        "ledger:search",
    ),
    Enforcement(
        "ledger.clock_jump",
        "From which jump of the clock it is recorded",
        lambda _actor: lasting(FORWARD),
        "ledger:search",
    ),
    Enforcement(
        "ledger.account_holds",
        "How many entries an account made on the page holds",
        lambda _actor: counted(MOST, "entry"),
        "ledger:account",
    ),
    Enforcement(
        "destruction.written_anew_for",
        "How long tables are written anew after a destruction",
        lambda _actor: lasting(SNAPSHOTS_END),
        "administration:destructions",
    ),
    Enforcement(
        "uploads.kept",
        "How long a file that waits to be imported is kept",
        lambda _actor: lasting(LASTS),
        "administration:member_import",
    ),
)
