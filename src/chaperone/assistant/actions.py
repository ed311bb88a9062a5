"""Fills the library, and keeps what an organization's clinicians decide about its entries."""

from datetime import date, timedelta

from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from chaperone.assistant.errors import (
    AnotherVersion,
    NoSuchEntry,
    NothingToWithdraw,
    NotLater,
)
from chaperone.assistant.events import APPROVAL_WITHDRAWN, ENTRY_APPROVED, ENTRY_REFUSED
from chaperone.assistant.library.entries import entries
from chaperone.assistant.models import Passage, Review
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor

_AT_MOST = timedelta(days=3 * 366)
_EVENTS = {
    Review.Kind.APPROVED: ENTRY_APPROVED,
    Review.Kind.REFUSED: ENTRY_REFUSED,
    Review.Kind.WITHDRAWN: APPROVAL_WITHDRAWN,
}


@transaction.atomic
def load_library() -> int:
    """Puts the shipped entries in the place of what is there; returns how many.

    Safe to repeat. Needs the owner's login; no other may write the library.
    """
    rows = [Passage(**row) for row in entries()]
    with connection.cursor() as cursor:
        cursor.execute("truncate assistant_passage")
        Passage.objects.bulk_create(rows)
        cursor.execute("analyze assistant_passage")
    return len(rows)


@transaction.atomic
def approve_entry(
    *, actor: Actor, passage_id: str, version: str, review_again_on: date, note: str = ""
) -> Review:
    """Approves a version of an entry until a day. ``version`` is what the person has read.

    The caller has checked ``library.review``. Raises ``NoSuchEntry``, ``AnotherVersion``,
    ``NotLater``.
    """
    today = timezone.now().date()
    if not today < review_again_on <= today + _AT_MOST:
        raise NotLater
    return _decide(Review.Kind.APPROVED, actor, passage_id, version, note, review_again_on)


@transaction.atomic
def refuse_entry(*, actor: Actor, passage_id: str, version: str, note: str = "") -> Review:
    """Decides that an entry is not to be sent. Raises ``NoSuchEntry``, ``AnotherVersion``."""
    return _decide(Review.Kind.REFUSED, actor, passage_id, version, note)


@transaction.atomic
def withdraw_review(*, actor: Actor, passage_id: str, version: str, note: str = "") -> Review:
    """Withdraws what was decided about an entry: it is unreviewed again.

    Raises ``NoSuchEntry``, ``AnotherVersion``, ``NothingToWithdraw``.
    """
    return _decide(Review.Kind.WITHDRAWN, actor, passage_id, version, note)


def _decide(
    kind: Review.Kind,
    actor: Actor,
    passage_id: str,
    version: str,
    note: str,
    review_again_on: date | None = None,
) -> Review:
    assert actor.id is not None
    _check_version(passage_id, version)
    _supersede(kind, actor, passage_id)
    made = Review(
        organization_id=actor.organization_id,
        passage_id=passage_id,
        version=version,
        kind=kind,
        review_again_on=review_again_on,
        note=note.strip(),
        decided_by=actor.id,
    )
    made.save(force_insert=True)
    append(
        event=_EVENTS[kind],
        actor=actor,
        details={
            "entry": passage_id,
            "version": version,
            "review_again_on": str(review_again_on) if review_again_on else None,
            "note": made.note,
        },
    )
    return made


def _check_version(passage_id: str, version: str) -> None:
    passage = Passage.objects.filter(id=passage_id).only("version").first()
    if passage is None:
        raise NoSuchEntry
    if passage.version != version:
        raise AnotherVersion


def _supersede(kind: Review.Kind, actor: Actor, passage_id: str) -> None:
    """Ends the decision in force, one of two who decide at once after the other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"assistant_review {actor.organization_id} {passage_id}"],
        )
    before = Review.objects.filter(
        organization_id=actor.organization_id, passage_id=passage_id, superseded_at=None
    )
    if kind == Review.Kind.WITHDRAWN and not before.exclude(kind=kind).exists():
        raise NothingToWithdraw
    before.update(superseded_at=Now())
