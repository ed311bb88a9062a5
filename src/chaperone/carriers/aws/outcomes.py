"""Whether a text was sent, as told by how the call to AWS ended.

Only an answer of AWS, or a call that never reached it, says that nothing was sent. Whatever ended
after the request may have arrived is uncertain.
"""

from collections.abc import Mapping
from typing import Any

from chaperone.carriers.errors import NotSent, Refused, Unavailable, Uncertain

_BUSY = frozenset(
    {"ThrottlingException", "ThrottledException", "TooManyRequestsException", "RequestThrottled"}
)
_CLOSED_TO_US = frozenset(
    {
        "AccessDeniedException",
        "ExpiredTokenException",
        "IncompleteSignatureException",
        "InvalidSignatureException",
        "MissingAuthenticationTokenException",
        "OptInRequired",
        "RequestExpired",
        "ServiceQuotaExceededException",
        "UnrecognizedClientException",
    }
)
_REASONS = {
    "DESTINATION_PHONE_NUMBER_OPTED_OUT": "The number is on AWS's list of those who said STOP.",
    "DESTINATION_COUNTRY_BLOCKED": "Texts to this country are blocked in AWS.",
    "DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION": (
        "Texts to this country are blocked in AWS."
    ),
}
_UNTRUSTED = "CERTIFICATE_VERIFY_FAILED"
# By name, so that nothing here needs the optional package.
_NEVER_REACHED = frozenset(
    {
        "ConnectTimeoutError",
        "EndpointConnectionError",
        "ProxyConnectionError",
        "NoCredentialsError",
        "PartialCredentialsError",
        "CredentialRetrievalError",
        "TokenRetrievalError",
    }
)


def after_answer(response: Mapping[str, Any]) -> NotSent:
    """The outcome when AWS answered with an error; ``response`` is that of boto3's ``ClientError``.

    An internal error may have come after the text went out.
    """
    code = response.get("Error", {}).get("Code", "")
    if code in _BUSY:
        return Unavailable("AWS is busy.")
    if code in _CLOSED_TO_US:
        return Unavailable("AWS does not let this installation send: see its settings in AWS.")
    if response.get("ResponseMetadata", {}).get("HTTPStatusCode", 500) >= 500:
        return Uncertain("AWS had an internal error.")
    return Refused(_REASONS.get(response.get("Reason", ""), f"AWS said {code or 'no'}."))


def without_answer(problem: Exception) -> NotSent:
    """The outcome when there was no answer; ``problem`` is a ``BotoCoreError``."""
    kind = type(problem).__name__
    if kind == "ParamValidationError":
        return Refused("AWS does not take such a text.")
    if kind in _NEVER_REACHED or (kind == "SSLError" and _UNTRUSTED in str(problem)):
        return Unavailable("AWS could not be reached.")
    return Uncertain("The connection to AWS broke off.")
