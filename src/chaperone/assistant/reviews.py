"""Reads what an organization decided about the library's entries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from chaperone.assistant.errors import NoSuchEntry
from chaperone.assistant.models import Passage, Review
from chaperone.assistant.queries import Found, retrieve
from chaperone.assistant.settings import UNREVIEWED
from chaperone.ledger.actors import Actor
from chaperone.organizations.queries import value_of

PAGE = 50
STATES = {
    "unreviewed": "Unreviewed by a clinician",
    "approved": "Approved",
    "due": "To be reviewed again",
    "refused": "Not to be sent",
}
TOPICS = {
    "diabetes": "Diabetes",
    "nutrition": "Food",
    "medication": "Medicines",
    "weight_activity": "Weight and activity",
    "blood_pressure_heart": "Heart and blood pressure",
    "kidney": "Kidneys",
    "eye_foot_nerve_mouth": "Eyes, feet, nerves, mouth",
    "lifestyle_selfcare": "Everyday health",
    "mental_health_crisis": "Mental health",
    "emergency_symptoms": "Warning signs",
}


@dataclass(frozen=True)
class Entry:
    """An entry, and how far the organization has reviewed it."""

    passage: Passage
    review: Review | None
    state: str


def sendable(found: Sequence[Found], organization_id: UUID) -> list[Found]:
    """Those of the entries that may go out in the organization, in their order: none that was
    refused, and only approved ones unless the organization lets unreviewed ones go out.
    """
    reviews = _in_force(organization_id, (entry.id for entry in found))
    allowed = {"approved"}
    if value_of(UNREVIEWED, organization_id):
        allowed |= {"unreviewed", "due"}
    today = timezone.now().date()
    return [
        entry for entry in found if _state(reviews.get(entry.id), entry.version, today) in allowed
    ]


def entries_of(
    actor: Actor, *, state: str = "", topic: str = "", asked: str = "", after: str = ""
) -> tuple[list[Entry], str]:
    """A page of the library, and the id after which the next begins ("": there is none).

    ``asked``: what the assistant would find for this text, best first, on one page.
    """
    wanted = Passage.objects.all()
    if state:
        wanted = _of_state(wanted, actor.organization_id, state)
    if topic:
        wanted = wanted.filter(topics__contains=[topic])
    if asked:
        ids = [found.id for found in retrieve(asked, limit=PAGE) if found.likeness]
        there = wanted.in_bulk(ids)
        return _with_reviews(actor, [there[id_] for id_ in ids if id_ in there]), ""
    rows = list(wanted.filter(id__gt=after).order_by("id")[: PAGE + 1])
    return _with_reviews(actor, rows[:PAGE]), rows[PAGE - 1].id if len(rows) > PAGE else ""


def entry_of(actor: Actor, passage_id: str) -> Entry:
    """One entry. Raises ``NoSuchEntry``."""
    passage = Passage.objects.filter(id=passage_id).first() if passage_id.isprintable() else None
    if passage is None:
        raise NoSuchEntry
    return _with_reviews(actor, [passage])[0]


def cited(actor: Actor, ids: Iterable[str]) -> dict[str, Entry]:
    """The entries with these ids, as far as they are still there. Two queries, none for no id."""
    wanted = list(ids)
    passages = list(Passage.objects.filter(id__in=wanted)) if wanted else []
    return {entry.passage.id: entry for entry in _with_reviews(actor, passages)}


def history_of(actor: Actor, passage_id: str, *, limit: int = 20) -> list[Review]:
    """The organization's latest decisions about an entry, newest first."""
    made = Review.objects.filter(organization_id=actor.organization_id, passage_id=passage_id)
    return list(made.order_by("-id")[:limit])


def _with_reviews(actor: Actor, passages: Sequence[Passage]) -> list[Entry]:
    reviews = _in_force(actor.organization_id, (passage.id for passage in passages))
    today = timezone.now().date()
    return [
        Entry(passage, review, _state(review, passage.version, today))
        for passage in passages
        for review in [reviews.get(passage.id)]
    ]


def _in_force(organization_id: UUID, ids: Iterable[str]) -> dict[str, Review]:
    made = Review.objects.filter(
        organization_id=organization_id, passage_id__in=list(ids), superseded_at=None
    )
    return {review.passage_id: review for review in made}


def _state(review: Review | None, version: str, today: date) -> str:
    if review is None or review.kind == Review.Kind.WITHDRAWN:
        return "unreviewed"
    if review.kind == Review.Kind.REFUSED:
        return "refused"
    assert review.review_again_on is not None
    return "approved" if review.version == version and review.review_again_on > today else "due"


def _of_state(wanted: QuerySet[Passage], organization_id: UUID, state: str) -> QuerySet[Passage]:
    made = Review.objects.filter(
        organization_id=organization_id, passage_id=OuterRef("id"), superseded_at=None
    )
    approved = made.filter(kind=Review.Kind.APPROVED)
    good = approved.filter(version=OuterRef("version"), review_again_on__gt=timezone.now().date())
    conditions: dict[str, Q] = {
        "unreviewed": ~Q(Exists(made.exclude(kind=Review.Kind.WITHDRAWN))),
        "approved": Q(Exists(good)),
        "due": Q(Exists(approved)) & ~Q(Exists(good)),
        "refused": Q(Exists(made.filter(kind=Review.Kind.REFUSED))),
    }
    return wanted.filter(conditions[state])
