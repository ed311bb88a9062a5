"""The webhook to which SNS delivers texts and receipts. Answers 200 only after the commit.

SNS tries again after 5xx, and gives up at once after 4xx.
"""

import logging

from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from chaperone.access.decorators import public
from chaperone.accounts.requests import address_of
from chaperone.carriers.aws.actions import receive, record_refusal
from chaperone.carriers.aws.envelopes import LENGTH_MAXIMUM, Envelope, read_envelope
from chaperone.carriers.aws.errors import (
    EnvelopeRefused,
    Malformed,
    NotGenuine,
    NotUnderstood,
    TooLong,
    WrongContentType,
)
from chaperone.carriers.errors import CarriersError, NotOurNumber
from chaperone.crypto.errors import CryptoError
from chaperone.ledger.errors import LedgerError
from chaperone.vault.errors import VaultError

RETRY_AFTER_SECONDS = 10
_STATUS: dict[type[CarriersError], int] = {
    TooLong: 413,
    WrongContentType: 415,
    Malformed: 400,
    NotGenuine: 403,
    NotUnderstood: 422,
    NotOurNumber: 422,
}
_log = logging.getLogger(__name__)


@public
@csrf_exempt
@require_POST
def inbound(request: HttpRequest) -> HttpResponse:
    """Takes one SNS envelope; who sent it is proved by its signature."""
    try:
        return _answer(request)
    except (DatabaseError, LedgerError, VaultError, CryptoError) as problem:
        # The type only: a database's message may quote values.
        _log.error("an envelope could not be stored: %s", type(problem))
        response = _reply(503, "It could not be stored. Please send it again.")
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return response


def _answer(request: HttpRequest) -> HttpResponse:
    try:
        envelope = read_envelope(_body(request), request.headers.get("Content-Type", ""))
    except EnvelopeRefused as refusal:
        # Anybody can send such things; recording them would only fill the ledger.
        return _reply(_STATUS[type(refusal)], str(refusal))
    return _received(envelope, address_of(request))


def _received(envelope: Envelope, address: str) -> HttpResponse:
    try:
        receive(envelope=envelope)
    except (NotGenuine, NotUnderstood, NotOurNumber) as refusal:
        record_refusal(envelope=envelope, refusal=refusal, address=address)
        return _reply(_STATUS[type(refusal)], str(refusal))
    return _reply(200, "Received.")


def _body(request: HttpRequest) -> bytes:
    declared = request.META.get("CONTENT_LENGTH") or "0"
    if not declared.isdecimal() or int(declared) > LENGTH_MAXIMUM:
        raise TooLong
    try:
        return request.body
    except RequestDataTooBig:
        raise TooLong from None
    except UnreadablePostError:
        raise Malformed("It did not arrive whole.") from None


def _reply(status: int, sentence: str) -> HttpResponse:
    return HttpResponse(f"{sentence}\n", status=status, content_type="text/plain; charset=utf-8")
