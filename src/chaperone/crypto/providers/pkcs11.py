"""The root key in a hardware security module (OASIS PKCS #11 v3.1; docs/decisions/0012).

The module only wraps keys (`CKM_AES_KEY_WRAP`, RFC 3394): each organization's key has a data key of
its own, made in the module and wrapped there. The root key never leaves it.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any, NoReturn

import pkcs11
from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass
from pkcs11 import exceptions as said

from chaperone.crypto.errors import (
    KeysStayHere,
    ProviderDenied,
    ProviderError,
    ProviderKeyDisabled,
    ProviderMisconfigured,
    ProviderUnreachable,
    UnwrapRefused,
)
from chaperone.crypto.memory import wipe
from chaperone.crypto.providers.envelope import Envelope, decoded
from chaperone.crypto.wrapping import WRAPPING_KEY_LENGTH, unwrap, wrap

_WRAP = Mechanism.AES_KEY_WRAP
# A data key lives in the session only, and may be read there, since it wraps outside.
_DATA_KEY = {Attribute.TOKEN: False, Attribute.SENSITIVE: False, Attribute.EXTRACTABLE: True}
# SoftHSM says "general error" of a wrapped key that was changed.
_WRAPPED_WRONG = (
    said.EncryptedDataInvalid,
    said.EncryptedDataLenRange,
    said.GeneralError,
    said.WrappedKeyInvalid,
    said.WrappedKeyLenRange,
)
_DENIED = (said.PinIncorrect, said.PinInvalid, said.PinLenRange, said.PinLocked, said.PinExpired)
_NOT_THERE = (said.NoSuchKey, said.NoSuchToken, said.UserPinNotInitialized)
# A module that was restarted or changed knows nothing of earlier sessions.
_SESSION_LOST = (
    said.DeviceRemoved,
    said.KeyHandleInvalid,
    said.ObjectHandleInvalid,
    said.SessionClosed,
    said.SessionHandleInvalid,
    said.TokenNotPresent,
    said.UnwrappingKeyHandleInvalid,
    said.UserNotLoggedIn,
    said.WrappingKeyHandleInvalid,
)


class Pkcs11KeyProvider:
    """Wraps and unwraps keys with an AES key that a module holds."""

    __slots__ = ("_found", "_key", "_lock", "_module", "_pin", "_process", "_token", "key_id")

    def __init__(self, *, module: Path, token: str, key: str, pin: str) -> None:
        """`module`: the maker's library; `token` and `key`: their labels. Opens nothing yet."""
        self._module, self._token, self._key, self._pin = module, token, key, pin
        self.key_id = f"pkcs11:{token}:{key}"
        # A session takes one call at a time.
        self._lock = Lock()
        # The root key as the open session knows it.
        self._found: Any = None
        self._process = os.getpid()

    def wrap(self, secret: bytes | bytearray, *, context: bytes) -> bytes:
        """Return `secret` wrapped; see `interface.KeyProvider`."""
        data_key, wrapped = self._ask(_new_data_key)
        try:
            return Envelope(wrapped, wrap(data_key, secret, context=context)).encoded()
        finally:
            wipe(data_key)

    def unwrap(self, wrapped: bytes, *, context: bytes) -> bytearray:
        """Return what `wrap` wrapped; see `interface.KeyProvider`."""
        envelope = decoded(wrapped)
        data_key, _ = self._ask(lambda root: _old_data_key(root, envelope.data_key))
        try:
            return unwrap(data_key, envelope.secret, context=context)
        finally:
            wipe(data_key)

    def _ask(self, work: Callable[[Any], tuple[bytearray, bytes]]) -> tuple[bytearray, bytes]:
        """What `work` gives with the root key; once more where the session was lost."""
        with self._lock:
            try:
                try:
                    return work(self._root())
                except _SESSION_LOST:
                    self._leave()
                    return work(self._root())
            except said.PKCS11Error as problem:
                self._leave()
                raise _meaning(problem) from None

    def _root(self) -> Any:
        if self._found is None or self._process != os.getpid():
            self._found = self._enter().get_key(
                object_class=ObjectClass.SECRET_KEY, key_type=KeyType.AES, label=self._key
            )
        return self._found

    def _enter(self) -> Any:
        library = pkcs11.lib(str(self._module))
        if self._process != os.getpid():
            # A forked child must begin anew with the module (PKCS #11 v3.1, section 5.4).
            library.reinitialize()
            self._process = os.getpid()
        token = library.get_token(token_label=self._token)
        try:
            return token.open(user_pin=self._pin)
        except said.UserAlreadyLoggedIn:
            # All sessions of a program share one login.
            return token.open()

    def _leave(self) -> None:
        found, self._found = self._found, None
        if found is not None:
            with suppress(said.PKCS11Error):
                found.session.close()

    def __repr__(self) -> str:
        return f"Pkcs11KeyProvider(key_id={self.key_id})"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise KeysStayHere


def _new_data_key(root: Any) -> tuple[bytearray, bytes]:
    made = root.session.generate_key(
        KeyType.AES, WRAPPING_KEY_LENGTH * 8, store=False, template=_DATA_KEY
    )
    try:
        return bytearray(made[Attribute.VALUE]), bytes(root.wrap_key(made, mechanism=_WRAP))
    finally:
        made.destroy()


def _old_data_key(root: Any, wrapped: bytes) -> tuple[bytearray, bytes]:
    try:
        found = root.unwrap_key(
            ObjectClass.SECRET_KEY, KeyType.AES, wrapped, mechanism=_WRAP, template=_DATA_KEY
        )
    except _WRAPPED_WRONG as problem:
        raise UnwrapRefused(f"The module said {type(problem).__name__}.") from None
    try:
        data_key = bytearray(found[Attribute.VALUE])
    finally:
        found.destroy()
    if len(data_key) != WRAPPING_KEY_LENGTH:
        raise UnwrapRefused("Its data key has the wrong length.")
    return data_key, wrapped


def _meaning(problem: said.PKCS11Error) -> ProviderError:
    name = type(problem).__name__
    if isinstance(problem, _DENIED):
        return ProviderDenied(f"The module said {name} of the PIN.")
    if isinstance(problem, _NOT_THERE):
        return ProviderKeyDisabled(f"The module said {name}.")
    if type(problem) is said.PKCS11Error:
        # The library could not be loaded: the only error without a name of its own.
        return ProviderMisconfigured(str(problem))
    return ProviderUnreachable(f"The module said {name}.")
