"""The root key in AWS KMS, which never shows it (docs/decisions/0012).

Each organization's key is wrapped under a data key of its own (`GenerateDataKey`), which only KMS
unwraps (`Decrypt`), bound to the key's place as the encryption context. A key that is disabled
there stops opening here as soon as what was unwrapped before is forgotten.
"""

import time
from collections.abc import Callable, Mapping
from typing import Any, NoReturn, Protocol

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

from chaperone.crypto.errors import (
    KeysStayHere,
    ProviderDenied,
    ProviderError,
    ProviderKeyDisabled,
    ProviderMisconfigured,
    ProviderThrottled,
    ProviderUnreachable,
    UnwrapRefused,
)
from chaperone.crypto.memory import wipe
from chaperone.crypto.providers.envelope import Envelope, decoded
from chaperone.crypto.wrapping import WRAPPING_KEY_LENGTH, unwrap, wrap

PAUSE_SECONDS = 2.0
"""How long KMS is not asked again after it was away: requests that wait for it would pile up."""
_LIMITS = Config(
    connect_timeout=1.5, read_timeout=2.5, retries={"total_max_attempts": 3, "mode": "standard"}
)
_DISABLED = ("DisabledException", "KMSInvalidStateException", "NotFoundException")
_DENIED = (
    "AccessDeniedException",
    "ExpiredTokenException",
    "IncompleteSignature",
    "InvalidClientTokenId",
    "InvalidSignatureException",
    "MissingAuthenticationTokenException",
    "NotAuthorized",
    "OptInRequired",
    "UnrecognizedClientException",
)
_THROTTLED = ("ThrottlingException", "LimitExceededException", "RequestLimitExceeded")
_REFUSED = ("InvalidCiphertextException", "IncorrectKeyException")
_MISCONFIGURED = ("InvalidKeyUsageException", "InvalidArnException", "ValidationException")
_MEANINGS: tuple[tuple[tuple[str, ...], type[ProviderError] | type[UnwrapRefused]], ...] = (
    (_DISABLED, ProviderKeyDisabled),
    (_DENIED, ProviderDenied),
    (_THROTTLED, ProviderThrottled),
    (_REFUSED, UnwrapRefused),
    (_MISCONFIGURED, ProviderMisconfigured),
)
# They pass by themselves; the others need somebody, who should not have to wait.
_PASSING = (ProviderThrottled, ProviderUnreachable)


class _Client(Protocol):
    """The two calls of KMS that are used."""

    def generate_data_key(self, **_: Any) -> Mapping[str, Any]: ...

    def decrypt(self, **_: Any) -> Mapping[str, Any]: ...


class KmsKeyProvider:
    """Wraps and unwraps keys with a key that AWS KMS holds."""

    __slots__ = ("_client", "_key", "_paused_by", "_paused_until", "key_id")

    def __init__(self, *, key: str, region: str, endpoint: str | None = None) -> None:
        """`key`: id, ARN or alias; `endpoint`: only where it is not AWS's own for the region.

        Credentials come the way that boto3 finds them. Calls nothing yet. Raises
        `ProviderMisconfigured`.
        """
        try:
            self._client: _Client = boto3.session.Session().client(
                "kms", region_name=region, endpoint_url=endpoint, config=_LIMITS
            )
        except (BotoCoreError, ValueError) as problem:
            raise ProviderMisconfigured(str(problem)) from None
        self._key = key
        self.key_id = f"aws_kms:{region}:{key}"
        self._paused_until = 0.0
        self._paused_by: ProviderError | None = None

    def wrap(self, secret: bytes | bytearray, *, context: bytes) -> bytes:
        """Return `secret` wrapped; see `interface.KeyProvider`."""
        given = self._ask(self._client.generate_data_key, context, KeySpec="AES_256")
        data_key = _data_key(given)
        inner = wrap(data_key, secret, context=context)
        wipe(data_key)
        return Envelope(bytes(given["CiphertextBlob"]), inner).encoded()

    def unwrap(self, wrapped: bytes, *, context: bytes) -> bytearray:
        """Return what `wrap` wrapped; see `interface.KeyProvider`."""
        envelope = decoded(wrapped)
        data_key = _data_key(
            self._ask(self._client.decrypt, context, CiphertextBlob=envelope.data_key)
        )
        try:
            return unwrap(data_key, envelope.secret, context=context)
        finally:
            wipe(data_key)

    def _ask(
        self, call: Callable[..., Mapping[str, Any]], context: bytes, **parameters: Any
    ) -> Mapping[str, Any]:
        if self._paused_by is not None and time.monotonic() < self._paused_until:
            raise type(self._paused_by)("It was away a moment ago.")
        # Ids only. It stands in the provider's own log of who used the key (CloudTrail).
        bound = {"chaperone": context.hex()}
        try:
            return call(KeyId=self._key, EncryptionContext=bound, **parameters)
        except (ClientError, BotoCoreError) as problem:
            meant = _meaning(problem)
        if isinstance(meant, _PASSING):
            self._paused_by, self._paused_until = meant, time.monotonic() + PAUSE_SECONDS
        raise meant

    def __repr__(self) -> str:
        return f"KmsKeyProvider(key_id={self.key_id})"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise KeysStayHere


def _data_key(given: Mapping[str, Any]) -> bytearray:
    data_key = bytearray(given.get("Plaintext", b""))
    if len(data_key) != WRAPPING_KEY_LENGTH:
        raise ProviderError("It gave back a key of the wrong length.")
    return data_key


def _meaning(problem: ClientError | BotoCoreError) -> ProviderError | UnwrapRefused:
    if isinstance(problem, NoCredentialsError):
        return ProviderDenied("There are no AWS credentials.")
    if not isinstance(problem, ClientError):
        return ProviderUnreachable(type(problem).__name__)
    code = str(problem.response.get("Error", {}).get("Code", ""))
    for codes, meaning in _MEANINGS:
        if code in codes:
            return meaning(code)
    return ProviderUnreachable(code)
