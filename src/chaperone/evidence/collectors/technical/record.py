"""Audit controls (45 CFR 164.312(b)) and integrity (164.312(c)): the ledger, and altered values."""

from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.utils import timezone

from chaperone.access.events import ACCESS_RECORDED
from chaperone.database.guards import has_checksums
from chaperone.evidence.collecting import Figure, Found, Parts, collects, read_once, summarizes
from chaperone.evidence.judging import Lack, counted, judged, missing, of_parts, unknown, weak
from chaperone.evidence.ledgered import happened, told
from chaperone.evidence.reading import figure_of, lack_of, readings
from chaperone.evidence.written import written
from chaperone.ledger.actors import Actor
from chaperone.ledger.alarms import VALUE_ALTERED
from chaperone.ledger.queries.checkpoints import latest_checkpoint
from chaperone.ledger.queries.outside import mirrors_and_witnesses
from chaperone.ledger.queries.verified import Verified, last_verified, last_verified_daily

AUDIT = "164.312(b)"
INTEGRITY = "164.312(c)(1)"
MECHANISM = "164.312(c)(2)"
VERIFIED_EVERY = timedelta(days=3)
_VERIFY = "A worker does that once a day. Whoever runs the installation sees whether one runs."
_LAG, _MIRROR = "sequencer.lag", "mirror.age"


@collects(AUDIT)
def audit_controls(actor: Actor) -> Found:
    """What happens is recorded, placed and signed at once, and copied outside the database."""
    text, found = written(actor, AUDIT), readings()
    checkpoint, verified = latest_checkpoint(), _verifications(actor)
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
        *verified.lacks(),
        figures=(
            Figure("Signed entries", checkpoint.size if checkpoint else None),
            Figure("Last signed", checkpoint.signed_at.isoformat() if checkpoint else None),
            figure_of(found, _LAG),
            Figure("Copies outside", len(mirrors)),
            figure_of(found, _MIRROR),
            Figure("Witnesses", len(witnesses)),
            Figure("Openings of members' data in 30 days", told(opened)),
            *verified.figures,
            *text.figures,
        ),
        ledger=(*verified.entries, *opened[:5], *text.ledger),
    )


@collects(MECHANISM)
def mechanism(actor: Actor) -> Found:
    """A changed value does not open, a changed ledger does not verify; either raises an alarm."""
    text, verified = written(actor, MECHANISM), _verifications(actor)
    altered = happened(actor, VALUE_ALTERED)
    return judged(
        "No value was found altered in 90 days, and the last verification of the ledger was good.",
        text.lack,
        missing(
            altered,
            f"{counted(len(altered), 'value')} found altered in 90 days.",
            "Open an incident. The entry says which value; bring it back from a backup.",
        ),
        *verified.lacks(),
        figures=(
            Figure("Values found altered in 90 days", told(altered)),
            *verified.figures,
            *text.figures,
        ),
        ledger=(
            *altered[:10],
            *verified.entries,
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


class _Verifications(NamedTuple):
    """The last that was made by itself, and the last that somebody asked for."""

    daily: Verified | None
    asked: Verified | None

    @property
    def entries(self) -> tuple[UUID, ...]:
        """Where they stand in the record."""
        return tuple(each.entry_id for each in self if each)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """When they were."""
        return (
            Figure("Last verified by itself", self.daily.at.isoformat() if self.daily else None),
            Figure("Last verified on request", self.asked.at.isoformat() if self.asked else None),
        )

    def lacks(self) -> tuple[Lack | None, ...]:
        """What is wrong with them. One that somebody asked for never outweighs a daily one that
        failed: it looks at less.
        """
        daily, asked = self
        failed = (daily and not daily.good) or (
            asked and not asked.good and (daily is None or asked.at > daily.at)
        )
        return (
            missing(
                failed,
                "The last verification of the ledger failed.",
                "Open an incident, keep the copy outside as it is, and find the first bad place:"
                " chaperone ledger verify.",
            ),
            weak(daily is None, "The ledger was not verified by itself yet.", _VERIFY),
            weak(
                daily is not None and daily.at < timezone.now() - VERIFIED_EVERY,
                f"The ledger was last verified by itself on {daily.at:%Y-%m-%d}." if daily else "",
                _VERIFY,
            ),
        )


def _verifications(actor: Actor) -> _Verifications:
    return read_once(
        "verifications of the ledger",
        lambda: _Verifications(last_verified_daily(actor), last_verified(actor)),
    )
