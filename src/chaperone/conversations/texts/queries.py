from typing import NamedTuple

from chaperone.access.actors import Staff
from chaperone.conversations.models import FixedText
from chaperone.conversations.texts.defaults import KINDS, LANGUAGES, default_text
from chaperone.ledger.actors import Actor

Decision = FixedText.Decision
Key = tuple[str, str]


class Line(NamedTuple):
    """A fixed text as it is sent now. ``version``: 0 is as the product came."""

    name: str
    language: str
    body: str
    version: int
    drafts: int


def texts_of(actor: Actor) -> list[Line]:
    """Every fixed text in every language. One query."""
    found: dict[Key, list[FixedText]] = {}
    rows = FixedText.objects.filter(organization_id=actor.organization_id)
    for row in rows.order_by("decided_at", "id"):
        found.setdefault((row.name, row.language), []).append(row)
    return [
        _line(name, language, found.get((name, language), []))
        for name in KINDS
        for language in LANGUAGES
    ]


def versions_of(actor: Actor, *, name: str, language: str) -> list[FixedText]:
    """Every version of a text, newest first."""
    rows = FixedText.objects.filter(
        organization_id=actor.organization_id, name=name, language=language
    )
    return list(rows.order_by("-id"))


def drafts_for(actor: Staff) -> list[FixedText]:
    """Drafts on which the actor may decide: those of others."""
    rows = FixedText.objects.filter(
        organization_id=actor.organization_id, decision=Decision.WAITING
    )
    return list(rows.exclude(written_by=actor.user_id).order_by("id"))


def _line(name: str, language: str, rows: list[FixedText]) -> Line:
    approved = [row for row in rows if row.decision == Decision.APPROVED]
    return Line(
        name=name,
        language=language,
        body=approved[-1].body if approved else default_text(name, language),
        version=len(approved),
        drafts=sum(row.decision == Decision.WAITING for row in rows),
    )
