"""What carriers bring while the database is away: nothing is acknowledged, so they try again."""

import logging

from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt

from chaperone.access.decorators import public
from chaperone.carriers.aws.actions import text_in
from chaperone.carriers.aws.envelopes import read_envelope
from chaperone.carriers.errors import CarriersError
from chaperone.continuity.emergency.actions.answer import answer
from chaperone.crypto.errors import CryptoError
from chaperone.ledger.errors import LedgerError
from chaperone.vault.errors import VaultError

RETRY_AFTER_SECONDS = 60
_log = logging.getLogger(__name__)


@public
@csrf_exempt
def inbound(request: HttpRequest) -> HttpResponse:
    """Has a genuine text answered by a fixed one, once, and is told again: always 503.

    SNS tries again after a 5xx, as its retry policy says (docs/operate/emergency-mode.md).
    """
    try:
        envelope = read_envelope(request.body, request.headers.get("Content-Type", ""))
        text = text_in(envelope=envelope)
        if text is not None:
            answer(text)
    except (RequestDataTooBig, UnreadablePostError, CarriersError) as refusal:
        _log.info("Not answered: %s", type(refusal))
    except (DatabaseError, LedgerError, VaultError, CryptoError) as problem:
        _log.error("A text could not be answered: %s", type(problem))
    response = HttpResponse(
        "The database is away. Please send it again.\n",
        status=503,
        content_type="text/plain; charset=utf-8",
    )
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
