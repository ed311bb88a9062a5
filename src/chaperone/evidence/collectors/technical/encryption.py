"""Encryption and decryption at rest (45 CFR 164.312(a)(2)(iv))."""

from datetime import datetime

from django.utils import timezone

from chaperone.crypto.values import CIPHER
from chaperone.evidence.collecting import Figure, Found, collects
from chaperone.evidence.collectors.technical.access_control import ENCRYPTION
from chaperone.evidence.judging import counted, judged, missing, unknown, weak
from chaperone.evidence.ledgered import happened
from chaperone.evidence.reading import lack_of, readings
from chaperone.evidence.written import written
from chaperone.ledger.actors import Actor
from chaperone.ledger.key_events import KEY_CREATED, KEY_RETIRED, VALUES_RESEALED
from chaperone.organizations.keys import ROTATE_DAYS
from chaperone.organizations.queries import value_of
from chaperone.vault.models import Purpose
from chaperone.vault.queries import keys_of, sealing_of

_NEEDED = (Purpose.ORGANIZATION, Purpose.SECRET, Purpose.LEDGER)
_LONGEST_DAYS = 365
"""Of a key that nothing replaces by itself: NIST SP 800-57 part 1, 5.3.6 has a year or two."""
_REPLACE = "Say under settings after how many days the organization's keys are replaced."
_PROVIDER = "key.provider"


@collects(ENCRYPTION)
def encryption(actor: Actor) -> Found:
    """What is stored of members is sealed, under keys that are in force and not too old."""
    text, sealing = written(actor, ENCRYPTION), sealing_of(actor.organization_id)
    keys = {each.purpose: each for each in keys_of(actor.organization_id)}
    lacking = [
        purpose for purpose in _NEEDED if not keys.get(purpose) or not keys[purpose].in_force
    ]
    days = value_of(ROTATE_DAYS, actor.organization_id)
    oldest = keys[Purpose.ORGANIZATION].oldest if Purpose.ORGANIZATION in keys else None
    age, found = _days(oldest), readings()
    return judged(
        f"The newest values of {sealing.columns - sealing.unread} of {sealing.columns} sealed"
        f" columns were looked at, {sealing.values:,} in all: each is sealed ({CIPHER}).",
        unknown(not sealing.values, "Nothing sealed is stored yet."),
        text.lack,
        missing(
            sealing.open,
            f"{counted(sealing.open, 'value')} of {counted(len(sealing.where), 'column')} stored"
            " without a seal.",
            "Open an incident: somebody wrote to the database beside the program.",
        ),
        missing(
            lacking,
            f"{counted(len(lacking), 'key')} that must be in force is not.",
            "Ask the operator to look at the keys: chaperone keys status.",
        ),
        missing(
            days and age is not None and age > days + 2,
            f"The organization's key is {age} days old, though it is replaced after {days}.",
            "See whether the workers run: they replace keys by themselves.",
        ),
        weak(not days, "Nothing replaces the organization's keys by itself.", _REPLACE),
        weak(
            not days and age is not None and age > _LONGEST_DAYS,
            f"The organization's key is {age} days old.",
            _REPLACE,
        ),
        lack_of(found, _PROVIDER) if _PROVIDER in found else None,
        figures=(
            Figure("Sealed columns", sealing.columns),
            Figure("Of them not for this login to read", sealing.unread),
            Figure("Values looked at", sealing.values),
            Figure("Without a seal", sealing.open),
            Figure("Age of the organization's key", age, "days"),
            Figure("Replaced after", days or "by command only", "days" if days else ""),
            Figure("Retired keys not destroyed yet", sum(each.retired for each in keys.values())),
            *text.figures,
        ),
        ledger=(
            *happened(actor, KEY_CREATED, KEY_RETIRED, VALUES_RESEALED, days=400)[:5],
            *text.ledger,
        ),
    )


def _days(since: datetime | None) -> int | None:
    return (timezone.now() - since).days if since else None
