"""The root keys of this installation: the one in use, and those that still unwrap."""

import logging
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from chaperone.crypto.errors import CryptoError, ProviderMisconfigured
from chaperone.crypto.providers.choosing import configured, load
from chaperone.crypto.providers.interface import KeyProvider
from chaperone.files.errors import PrivateFileError

_log = logging.getLogger(__name__)
_loaded: list[KeyProvider] = []


def root_key() -> KeyProvider:
    """The provider that wraps organization keys. Raises ``PrivateFileError``, ``CryptoError``."""
    return (_loaded or _load())[0]


def provider_of(key_id: str) -> KeyProvider:
    """The provider whose root key has this id: that in use or, while it replaces one, the former.

    Raises ``ProviderMisconfigured`` where the settings, read anew, name no such provider.
    """
    found = _named(key_id, _loaded) or _named(key_id, _load())
    if found is not None:
        return found
    raise ProviderMisconfigured(f"None of them holds the root key {key_id}.")


def forget_providers() -> None:
    """Reads the settings anew at the next question."""
    _loaded.clear()


def _named(key_id: str, providers: Iterable[KeyProvider]) -> KeyProvider | None:
    return next((each for each in providers if each.key_id == key_id), None)


def _load() -> list[KeyProvider]:
    folder = Path(settings.CHAPERONE_KEYS)
    described = configured(Path(settings.CHAPERONE_DATA) / "config.json")
    found = [load(described[0], folder)]
    for former in described[1:]:
        try:
            found.append(load(former, folder))
        except (CryptoError, PrivateFileError) as problem:
            # What is in use must not wait for one that may not be needed any more.
            _log.warning("A former root key is not there: %s", problem)
    _loaded[:] = found
    return _loaded
