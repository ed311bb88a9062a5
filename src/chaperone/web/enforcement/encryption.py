"""Ciphers, keys, TLS."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings

from chaperone.crypto.providers.choosing import configured
from chaperone.crypto.transport import LOWEST_TLS
from chaperone.crypto.values import CIPHER
from chaperone.ledger.actors import Actor
from chaperone.organizations.keys import ROTATE_DAYS
from chaperone.organizations.queries import value_of
from chaperone.policies.registry import Enforcement
from chaperone.vault.keeping import KEPT_SECONDS
from chaperone.web.enforcement.wording import counted, lasting

_HOLDERS = {"file": "a file on the server", "aws_kms": "AWS KMS", "pkcs11": "a security module"}


def _root_key(_actor: Actor) -> str:
    described = configured(Path(settings.CHAPERONE_DATA) / "config.json")[0]
    return _HOLDERS.get(str(described.get("provider")), "nobody known")


def _replaced(actor: Actor) -> str:
    days = value_of(ROTATE_DAYS, actor.organization_id)
    return f"after {counted(days, 'day')}" if days else "by command only"


def _plain_requests(_actor: Actor) -> str:
    return "redirected to TLS" if settings.SECURE_SSL_REDIRECT else "answered"


CLAIMS = (
    Enforcement(
        "encryption.cipher",
        "What seals members' data",
        lambda _actor: CIPHER,
        "administration:settings",
    ),
    Enforcement(
        "encryption.root_key", "Who holds the root key", _root_key, "administration:settings"
    ),
    Enforcement(
        "encryption.keys_replaced",
        "When the organization's keys are replaced",
        _replaced,
        "administration:settings",
    ),
    Enforcement(
        "encryption.keys_in_memory",
        "How long an unwrapped key stays in memory",
        lambda _actor: lasting(timedelta(seconds=KEPT_SECONDS)),
        "administration:settings",
    ),
    Enforcement(
        "transport.lowest_tls",
        "The oldest TLS that is spoken",
        lambda _actor: LOWEST_TLS.name.replace("TLSv", "TLS ").replace("_", "."),
        "administration:settings",
    ),
    Enforcement(
        "transport.plain_requests",
        "What becomes of requests without TLS",
        _plain_requests,
        "administration:settings",
    ),
    Enforcement(
        "transport.hsts",
        "How long browsers come by TLS only",
        lambda _actor: lasting(timedelta(seconds=settings.SECURE_HSTS_SECONDS)),
        "administration:settings",
    ),
)
