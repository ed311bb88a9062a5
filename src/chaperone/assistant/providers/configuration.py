"""Which models the installation can ask, read anew each time so that a change takes effect.

From the ``models`` object of ``config.json`` in the data folder, or the same object as JSON in the
environment variable ``CHAPERONE_MODELS``: an endpoint by its name. Keys and tokens are files of
their own, ``secrets/models/NAME`` in the data folder, read for each call: whatever renews an Entra
token replaces the file.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

from django.conf import settings

from chaperone.assistant.providers.errors import NotConfigured
from chaperone.files.errors import ConfigUnreadable
from chaperone.files.sections import section

LIBRARY = "library"
"""The provider that asks nobody."""
Provider = Literal["azure_openai", "openai_compatible"]
SignIn = Literal["key", "entra", "none"]
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,31}")
_VERSION = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}(-preview)?")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_FIELDS = frozenset({"provider", "address", "model", "sign_in", "api_version", "timeout_seconds"})


@dataclass(frozen=True)
class Endpoint:
    """A model and where it is asked.

    ``address``: of Azure the resource, else the base URL that ends before ``/chat/completions``.
    ``model``: of Azure the deployment. ``timeout``: seconds until a reply must be there.
    """

    name: str
    provider: Provider
    address: str
    model: str
    sign_in: SignIn
    api_version: str = ""
    timeout: float = 15.0

    @property
    def host(self) -> str:
        """Where bytes go: what an agreement in the register of vendors must name."""
        return urlsplit(self.address).hostname or ""

    @property
    def secret_file(self) -> Path:
        """Where its key or token is kept."""
        return Path(settings.CHAPERONE_DATA) / "secrets" / "models" / self.name

    def secret(self) -> str:
        """The key or token. Raises ``NotConfigured`` where there is none."""
        try:
            found = self.secret_file.read_text().strip()
        except (OSError, UnicodeDecodeError):
            found = ""
        if not found:
            raise NotConfigured(f"There is no key in {self.secret_file}.")
        return found


def endpoints() -> dict[str, Endpoint]:
    """Every endpoint by name. Raises ``NotConfigured`` with what is missing or wrong."""
    return read_endpoints(Path(settings.CHAPERONE_DATA) / "config.json")


def read_endpoints(config_file: Path) -> dict[str, Endpoint]:
    """The same of a file, for who knows no settings yet."""
    raw = _raw(config_file)
    if raw is None:
        return {}
    if not isinstance(raw, dict):
        raise NotConfigured("“models” in config.json must be an object.")
    return {name: _endpoint(name, each) for name, each in raw.items()}


def endpoint(name: str) -> Endpoint | None:
    """The endpoint of this name; None for the library, and where there is none that works."""
    if name == LIBRARY:
        return None
    try:
        return endpoints().get(name)
    except NotConfigured:
        return None


def _raw(config_file: Path) -> Any:
    try:
        return section(config_file, "models", variable="CHAPERONE_MODELS")
    except ConfigUnreadable as problem:
        raise NotConfigured(str(problem)) from problem


def _endpoint(name: str, raw: Any) -> Endpoint:
    if not _NAME.fullmatch(name) or name == LIBRARY:
        raise NotConfigured(f"“{name}” is no name for a model: small letters, digits, - and _.")
    if not isinstance(raw, dict):
        raise NotConfigured(f"“{name}” must be an object.")
    if unknown := raw.keys() - _FIELDS:
        raise NotConfigured(f"“{name}” has no setting “{min(unknown)}”.")
    provider: Provider = _one_of(name, raw, "provider", get_args(Provider))
    is_azure = provider == "azure_openai"
    sign_in: SignIn = _one_of(
        name, raw, "sign_in", ("key", "entra") if is_azure else ("key", "none")
    )
    return Endpoint(
        name=name,
        provider=provider,
        address=_address(name, raw),
        model=_text(name, raw, "model"),
        sign_in=sign_in,
        api_version=_version(name, raw) if is_azure else "",
        timeout=_seconds(name, raw),
    )


def _text(name: str, raw: dict[str, Any], field: str) -> str:
    value = raw.get(field)
    if not isinstance(value, str) or not value or len(value) > 300:
        raise NotConfigured(f"“{field}” of “{name}” is missing.")
    return value


def _one_of(name: str, raw: dict[str, Any], field: str, values: tuple[str, ...]) -> Any:
    value = raw.get(field)
    if value not in values:
        raise NotConfigured(f"“{field}” of “{name}” must be one of: {', '.join(values)}.")
    return value


def _version(name: str, raw: dict[str, Any]) -> str:
    value = raw.get("api_version", "2024-10-21")
    if not isinstance(value, str) or not _VERSION.fullmatch(value):
        raise NotConfigured(f"“api_version” of “{name}” must be a day, such as 2024-10-21.")
    return value


def _address(name: str, raw: dict[str, Any]) -> str:
    value = _text(name, raw, "address").rstrip("/")
    try:
        parts = urlsplit(value)
        known = parts.hostname and (parts.port or True) and not parts.username
    except ValueError:
        known = False
    if not known or parts.query or parts.fragment or parts.scheme not in ("https", "http"):
        raise NotConfigured(f"“address” of “{name}” must be like https://models.example/v1.")
    # 45 CFR 164.312(e)(1): what leaves this machine is encrypted on its way.
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise NotConfigured(f"“address” of “{name}” must begin with https://.")
    return value


def _seconds(name: str, raw: dict[str, Any]) -> float:
    value = raw.get("timeout_seconds", 15)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 60:
        raise NotConfigured(f"“timeout_seconds” of “{name}” must be at most 60.")
    return float(value)
