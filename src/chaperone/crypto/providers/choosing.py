"""Which holder of the root key an installation uses, from its settings.

The settings are the object ``keys`` of ``config.json``; without it, the root key is in the file
``keys/root.key``:

    {"provider": "file", "path": "root.key", "passphrase_file": "/run/..."}
    {"provider": "aws_kms", "key": "alias/chaperone", "region": "us-east-1"}
    {"provider": "pkcs11", "module": "/usr/lib/....so", "token": "...", "key": "...",
     "pin_file": "/run/..."}

While one root key replaces another, `former` lists the settings of those that still unwrap.
A secret never stands in the settings: they name a private file that holds it, or (`..._variable`)
an environment variable.
"""

import importlib
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from chaperone.crypto.errors import ProviderMisconfigured
from chaperone.crypto.providers.file import FileKeyProvider
from chaperone.crypto.providers.interface import KeyProvider
from chaperone.files.errors import ConfigUnreadable
from chaperone.files.private import read_private
from chaperone.files.sections import section

DEFAULT: Mapping[str, Any] = {"provider": "file", "path": "root.key"}


def configured(config: Path) -> list[Mapping[str, Any]]:
    """The settings of the provider in use, then of those that were, from `config.json`.

    Raises `ProviderMisconfigured`.
    """
    try:
        keys = section(config, "keys")
    except ConfigUnreadable as problem:
        raise ProviderMisconfigured(str(problem)) from problem
    if keys is None:
        return [DEFAULT]
    former = keys.get("former", []) if isinstance(keys, Mapping) else None
    if not isinstance(former, list) or not all(isinstance(each, dict) for each in former):
        raise ProviderMisconfigured("“keys” in config.json is not an object.")
    assert isinstance(keys, Mapping)
    return [keys, *former]


def former_ids(config: Path, folder: Path) -> frozenset[str]:
    """The ids of root keys that still unwrap while another replaces them. Raises as `load`."""
    return frozenset(load(each, folder).key_id for each in configured(config)[1:])


def load(settings: Mapping[str, Any], folder: Path) -> KeyProvider:
    """The provider that `settings` describe; relative paths are under `folder`.

    Raises `ProviderMisconfigured`, and what the providers raise when they are made.
    """
    described = _Described(settings)
    make = _KINDS.get(described.text("provider"))
    if make is None:
        raise ProviderMisconfigured(f"“provider” is one of {', '.join(_KINDS)}.")
    return make(described, folder)


def passphrase_in(settings: Mapping[str, Any]) -> bytes | None:
    """The passphrase of a root key file that `settings` name, if they name one."""
    return _Described(settings).secret("passphrase")


class _Described:
    """Settings of one provider, read with care."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._settings = settings

    def text(self, name: str, *, optional: bool = False) -> str:
        value = self._settings.get(name, "" if optional else None)
        if not isinstance(value, str) or not (value or optional):
            raise ProviderMisconfigured(f"“{name}” is missing or not a text.")
        return value

    def secret(self, name: str) -> bytes | None:
        path = self.text(f"{name}_file", optional=True)
        variable = self.text(f"{name}_variable", optional=True)
        if path and variable:
            raise ProviderMisconfigured(f"Name either “{name}_file” or “{name}_variable”.")
        if path:
            found = read_private(Path(path)).strip()
        elif variable:
            found = os.environ.get(variable, "").strip().encode()
        else:
            return None
        if not found:
            raise ProviderMisconfigured(f"The {name} in {path or variable} is empty.")
        return found


def _file(described: _Described, folder: Path) -> KeyProvider:
    path = folder / described.text("path")
    return FileKeyProvider.load(path, passphrase=described.secret("passphrase"))


def _aws_kms(described: _Described, _: Path) -> KeyProvider:
    endpoint = described.text("endpoint", optional=True)
    if endpoint:
        place = urlsplit(endpoint)
        if place.scheme != "https" and place.hostname not in ("127.0.0.1", "localhost", "::1"):
            raise ProviderMisconfigured("“endpoint” must begin with https://.")
    # Loaded where it is in use: it takes a third of a second.
    kms = importlib.import_module("chaperone.crypto.providers.aws_kms")
    made: KeyProvider = kms.KmsKeyProvider(
        key=described.text("key"), region=described.text("region"), endpoint=endpoint or None
    )
    return made


def _pkcs11(described: _Described, _: Path) -> KeyProvider:
    pin = described.secret("pin")
    if pin is None:
        raise ProviderMisconfigured("“pin_file” or “pin_variable” is missing.")
    module = Path(described.text("module"))
    if not module.is_file():
        raise ProviderMisconfigured(f"There is no library {module}.")
    hsm = importlib.import_module("chaperone.crypto.providers.pkcs11")
    made: KeyProvider = hsm.Pkcs11KeyProvider(
        module=module,
        token=described.text("token"),
        key=described.text("key"),
        pin=pin.decode(errors="replace"),
    )
    return made


_KINDS: dict[str, Callable[[_Described, Path], KeyProvider]] = {
    "file": _file,
    "aws_kms": _aws_kms,
    "pkcs11": _pkcs11,
}
