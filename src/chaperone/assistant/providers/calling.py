"""Asks a model over the network, once. No database here, and nothing of it in any log."""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from chaperone.assistant.providers import azure_openai, openai_compatible
from chaperone.assistant.providers.configuration import Endpoint
from chaperone.assistant.providers.errors import (
    CutShort,
    Empty,
    FilteredIn,
    FilteredOut,
    InTransaction,
    Malformed,
    NoReply,
    NotAccepted,
    NotConfigured,
    ServiceFault,
    Throttled,
    TooSlow,
    Unreachable,
)

MOST_TOKENS = 400
LONGEST_WAIT = 5.0
"""Seconds that a service may tell us to wait before the second try; who wants longer gets none."""
_PROVIDERS: dict[str, Any] = {
    "azure_openai": azure_openai,
    "openai_compatible": openai_compatible,
}
_QUIET = ("openai", "httpx2", "httpcore2", "httpx", "httpcore")
_TOO_MANY = 429
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Completion:
    """What a model replied, and what it counted."""

    content: str = field(repr=False)
    tokens_in: int = 0
    tokens_out: int = 0


def ask(endpoint: Endpoint, messages: Sequence[dict[str, str]]) -> Completion:
    """The reply of the model to ``messages`` (of the chat completions protocol).

    One call, without a retry, and never to anywhere but the endpoint's own host: redirects and
    proxies of the environment are not followed. Raises a ``NoReply`` and ``InTransaction``.
    """
    if connection.in_atomic_block:
        raise InTransaction
    try:
        # Anew for each call: a connection of its own is little beside what a model takes.
        with _client(endpoint) as client:
            response = client.chat.completions.with_raw_response.create(
                model=endpoint.model,
                messages=list(messages),
                response_format={"type": "json_object"},
                **_PROVIDERS[endpoint.provider].parameters(MOST_TOKENS),
            )
    except Exception as problem:  # noqa: BLE001
        # `from None`, because these errors quote what was sent or what came back.
        raise _no_reply(problem) from None
    return _read(response.http_response.content)


def _client(endpoint: Endpoint) -> Any:
    import openai

    # The package logs what it sends where its own environment variable asks for it.
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    http = openai.DefaultHttpxClient(
        timeout=endpoint.timeout, follow_redirects=False, trust_env=False
    )
    return _PROVIDERS[endpoint.provider].client_for(endpoint, http)


def _no_reply(problem: Exception) -> NoReply:
    import openai

    match problem:
        case openai.APITimeoutError():
            return TooSlow()
        case openai.APIConnectionError():
            # A key file that cannot be read is found out while the request is made.
            cause = problem.__cause__
            return NotAccepted(str(cause)) if isinstance(cause, NotConfigured) else Unreachable()
        case openai.APIStatusError():
            return _by_status(problem)
        case NotConfigured():
            return NotAccepted(str(problem))
    _logger.error("A model could not be asked (%s).", type(problem))
    return Malformed()


def _by_status(problem: Any) -> NoReply:
    status = problem.status_code
    if status == _TOO_MANY:
        return Throttled(wait=_wait(problem.response.headers.get("retry-after", "")))
    if status >= 500:
        return ServiceFault()
    if problem.code == "content_filter":
        return FilteredIn()
    return NotAccepted(f"The model's service answered {status}: look at its address, name and key.")


def _wait(said: str) -> float:
    try:
        return max(0.0, float(said))
    except ValueError:
        return 0.0


def _read(body: bytes) -> Completion:
    """What came back, read strictly.

    Raises ``Malformed``, ``FilteredOut``, ``CutShort``, ``Empty``.
    """
    try:
        said = json.loads(body)
        choice = said["choices"][0]
        content, finish = choice["message"]["content"], choice["finish_reason"]
        usage = said.get("usage") or {}
        tokens = [int(usage.get(name, 0)) for name in ("prompt_tokens", "completion_tokens")]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        raise Malformed from None
    if finish == "content_filter":
        raise FilteredOut
    if finish == "length":
        raise CutShort
    if content is None or content == "":
        raise Empty
    if not isinstance(content, str):
        raise Malformed
    return Completion(content, *tokens)
