"""How often backups are made, how long they are kept, and that nobody reads them without a key."""

from io import BytesIO
from pathlib import Path

from django.conf import settings as django

from chaperone.continuity.backups.errors import KeyRefused
from chaperone.continuity.backups.format import seal
from chaperone.continuity.backups.settings import Settings, read_settings
from chaperone.ledger.actors import Actor
from chaperone.policies.registry import Enforcement
from chaperone.web.enforcement.wording import counted

_PAGE = "continuity:backups:backups"


def _settings() -> Settings:
    return read_settings(Path(django.CHAPERONE_DATA))


def _every(_actor: Actor) -> str:
    return f"every day at {_settings().at:%H:%M} UTC"


def _kept(_actor: Actor) -> str:
    kept = _settings()
    terms = [counted(kept.keep_days, "day")]
    terms += [counted(kept.keep_weeks, "week")] if kept.keep_weeks else []
    terms += [counted(kept.keep_months, "month")] if kept.keep_months else []
    return ", ".join(terms)


def _encrypted(_actor: Actor) -> str:
    """Asks for one without a key."""
    try:
        seal(BytesIO(), (), recipients=())
    except KeyRefused:
        return "always"
    return "where a key is set"


CLAIMS = (
    Enforcement("backups.every", "How often backups are made", _every, _PAGE),
    Enforcement("backups.kept", "How long backups are kept", _kept, _PAGE),
    Enforcement("backups.encrypted", "When backups are encrypted", _encrypted, _PAGE),
)
