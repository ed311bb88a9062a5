"""What is public of how an organization stands: statuses of sentences, and where to check them."""

import json
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from chaperone.evidence.collecting import Status
from chaperone.evidence.freezing.queries import latest_day, results_of
from chaperone.evidence.models import TrustPage
from chaperone.evidence.trust.errors import NoTrustPage
from chaperone.evidence.trust.statement import Section, Sentence, statement
from chaperone.ledger.actors import Actor

_PUBLIC = "SELECT * FROM evidence_public_standing(%s)"
# The public is told that something needs attention, not how badly: that would help whoever attacks.
_WORST_FIRST = {
    Status.NOT_MET: "attention",
    Status.ATTENTION: "attention",
    Status.NOT_EVALUATED: "not_evaluated",
    Status.MET: "met",
    Status.NOT_APPLICABLE: "not_applicable",
}


class Told(NamedTuple):
    """A sentence, and how it stands: ``met``, ``attention``, ``not_evaluated`` or
    ``not_applicable``.
    """

    sentence: Sentence
    status: str


class Part(NamedTuple):
    """A section with what is told of it."""

    section: Section
    told: list[Told]


class Standing(NamedTuple):
    """What anybody may see. ``on``: the day that was frozen, None before the first; ``note``: the
    signed checkpoint under which the day's entry stands, empty until one was signed.
    """

    organization_id: UUID
    organization: str
    on: date | None
    frozen_at: datetime | None
    entry_id: UUID | None
    note: str
    parts: list[Part]

    @property
    def counts(self) -> dict[str, int]:
        """How many sentences have which status."""
        statuses = [each.status for part in self.parts for each in part.told]
        return {each: statuses.count(each) for each in dict.fromkeys(_WORST_FIRST.values())}

    @property
    def status(self) -> str:
        """The worst of all sentences."""
        return next(name for name, count in self.counts.items() if count)

    @property
    def checkpoint(self) -> tuple[int, str] | None:
        """Size and root of the checkpoint (C2SP tlog-checkpoint: its second and third line)."""
        lines = self.note.splitlines()
        return (int(lines[1]), lines[2]) if len(lines) > 2 else None


def public_standing(slug: str) -> Standing:
    """What the organization with this slug publishes. One query. Raises ``NoTrustPage``."""
    with connection.cursor() as cursor:
        cursor.execute(_PUBLIC, [slug])
        row = cursor.fetchone()
    if row is None:
        raise NoTrustPage
    organization_id, name, left_out, on, frozen_at, entry_id, note, statuses = row
    return Standing(
        organization_id,
        name,
        on,
        frozen_at,
        entry_id,
        note or "",
        parts(json.loads(statuses), left_out),
    )


def preview(actor: Actor) -> tuple[date | None, list[Part]]:
    """Every sentence as it would be told today, in the actor's organization. Two queries."""
    day = latest_day(actor)
    frozen = results_of(actor, day) if day else []
    return day.on if day else None, parts({each.citation: each.status for each in frozen}, ())


def decided(actor: Actor) -> TrustPage | None:
    """What was last decided about the page."""
    rows = TrustPage.objects.filter(organization_id=actor.organization_id)
    return rows.order_by("-id").first()


def parts(statuses: Mapping[str, str], left_out: Collection[str]) -> list[Part]:
    """The statement without what is left out; each sentence with the worst it rests on."""
    found = [
        Part(
            section,
            [
                Told(sentence, _worst(sentence, statuses))
                for sentence in section.sentences
                if sentence.name not in left_out
            ],
        )
        for section in statement()
    ]
    return [part for part in found if part.told]


def _worst(sentence: Sentence, statuses: Mapping[str, str]) -> str:
    found = {statuses.get(each, Status.NOT_EVALUATED) for each in sentence.rests_on}
    return next(told for status, told in _WORST_FIRST.items() if status in found)
