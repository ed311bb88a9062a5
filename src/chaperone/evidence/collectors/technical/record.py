"""Audit controls (45 CFR 164.312(b)) and integrity (164.312(c)): the ledger, and altered values."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from chaperone.access.events import ACCESS_RECORDED
from chaperone.database.guards import has_checksums
from chaperone.evidence.collecting import Figure, Found, Parts, collects, summarizes
from chaperone.evidence.judging import Lack, counted, judged, missing, of_parts, unknown, weak
from chaperone.evidence.ledgered import happened, told
from chaperone.evidence.reading import figure_of, lack_of, readings
from chaperone.evidence.written import written
from chaperone.ledger.actors import Actor
from chaperone.ledger.alarms import VALUE_ALTERED
from chaperone.ledger.queries.checkpoints import latest_checkpoint
from chaperone.ledger.queries.outside import mirrors_and_witnesses
from chaperone.ledger.queries.verified import Verified, last_verified

AUDIT = "164.312(b)"
INTEGRITY = "164.312(c)(1)"
MECHANISM = "164.312(c)(2)"
VERIFIED_EVERY = timedelta(days=31)
_VERIFY = "Have the ledger verified: the button on its page, or chaperone ledger verify."
_LAG, _MIRROR = "sequencer.lag", "mirror.age"


@collects(AUDIT)
def audit_controls(actor: Actor) -> Found:
    """What happens is recorded, placed and signed at once, and copied outside the database."""
    text, found = written(actor, AUDIT), readings()
    checkpoint, verified = latest_checkpoint(), last_verified(actor)
    mirrors, witnesses = mirrors_and_witnesses()
    opened = happened(actor, ACCESS_RECORDED, days=30)
    return judged(
        f"The ledger holds {checkpoint.size if checkpoint else 0:,} signed entries; the copy"
        f" outside is up to date, and its last verification was good.",
        text.lack,
        unknown(
            checkpoint is None,
            "Nothing of the ledger is signed yet.",
            "See whether the sequencer runs: chaperone status.",
        ),
        lack_of(found, _LAG),
        lack_of(found, _MIRROR) if mirrors else None,
        weak(
            not mirrors,
            "The ledger has no copy outside the database.",
            "Have the operator set a mirror: chaperone config.",
        ),
        *_verification(verified),
        figures=(
            Figure("Signed entries", checkpoint.size if checkpoint else None),
            Figure("Last signed", checkpoint.signed_at.isoformat() if checkpoint else None),
            figure_of(found, _LAG),
            Figure("Copies outside", len(mirrors)),
            figure_of(found, _MIRROR),
            Figure("Witnesses", len(witnesses)),
            Figure("Openings of members' data in 30 days", told(opened)),
            _verified_on(verified),
            *text.figures,
        ),
        ledger=(*([verified.entry_id] if verified else ()), *opened[:5], *text.ledger),
    )


@collects(MECHANISM)
def mechanism(actor: Actor) -> Found:
    """A changed value does not open, a changed ledger does not verify; either raises an alarm."""
    text, verified = written(actor, MECHANISM), last_verified(actor)
    altered = happened(actor, VALUE_ALTERED)
    return judged(
        "No value was found altered in 90 days, and the last verification of the ledger was good.",
        text.lack,
        missing(
            altered,
            f"{counted(len(altered), 'value')} found altered in 90 days.",
            "Open an incident. The entry says which value; bring it back from a backup.",
        ),
        *_verification(verified),
        figures=(
            Figure("Values found altered in 90 days", told(altered)),
            _verified_on(verified),
            *text.figures,
        ),
        ledger=(
            *altered[:10],
            *([verified.entry_id] if verified else ()),
            *text.ledger,
        ),
    )


@summarizes(INTEGRITY, MECHANISM)
def integrity(actor: Actor, parts: Parts) -> Found:
    """ePHI is not changed or destroyed unseen, by people, programs or disks."""
    text = written(actor, INTEGRITY)
    with connection.cursor() as cursor:
        checksums = has_checksums(cursor)
    own = judged(
        "What is stored is not changed unseen; the database finds what its disk changes.",
        text.lack,
        weak(
            not checksums,
            "The database would not find what its disk changes.",
            "Have the operator turn on checksums: pg_checksums --enable.",
        ),
        figures=(Figure("Checksums of the database", "on" if checksums else "off"), *text.figures),
        ledger=text.ledger,
    )
    return of_parts(parts, own)


def _verification(verified: Verified | None) -> tuple[Lack | None, ...]:
    if verified is None:
        return (weak(True, "Nobody has had the ledger verified yet.", _VERIFY),)
    return (
        missing(
            not verified.good,
            "The last verification of the ledger failed.",
            "Open an incident, keep the copy outside as it is, and find the first bad place:"
            " chaperone ledger verify.",
        ),
        weak(
            verified.at < timezone.now() - VERIFIED_EVERY,
            f"The ledger was last verified on {verified.at:%Y-%m-%d}.",
            _VERIFY,
        ),
    )


def _verified_on(verified: Verified | None) -> Figure:
    return Figure("Last verified", verified.at.isoformat() if verified else None)
