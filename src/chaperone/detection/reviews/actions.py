"""Drawing a week's review, judging its sample, and signing it (45 CFR 164.308(a)(1)(ii)(D))."""

from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from chaperone.access.actors import Staff, worker
from chaperone.access.context import acting_for
from chaperone.access.events import ACCESS_RECORDED
from chaperone.access.queries import staff_of
from chaperone.detection.models import Review, ReviewedAccess
from chaperone.detection.reviews.errors import (
    AlreadyJudged,
    AlreadySigned,
    NotAllJudged,
    OwnAccess,
)
from chaperone.detection.reviews.events import ACCESS_JUDGED, REVIEW_DRAWN, REVIEW_SIGNED
from chaperone.detection.reviews.figures import figures_of
from chaperone.detection.reviews.queries import (
    access_of,
    alerts_in,
    drawn_weeks,
    flagged_in,
    review_of,
    sample_of,
)
from chaperone.detection.reviews.text import text_of
from chaperone.detection.reviews.weeks import ended_weeks, week_of
from chaperone.ledger.actors import Actor
from chaperone.ledger.queries import latest_checkpoint
from chaperone.ledger.queries.sampling import sample
from chaperone.organizations.queries import organization_of, organizations_all
from chaperone.registers.actions.changes import record_change
from chaperone.registers.actions.signing import sign

SAMPLE = 25
"""So many accesses are looked at each week."""
DUE_AFTER = timedelta(days=7)
MISSED = 4
"""So many weeks are caught up with after a standstill."""
MEANING = "reviewed the week's activity"
_Verdict = ReviewedAccess.Verdict


def draw_everywhere() -> None:
    """Puts the weeks together that are over and have no review; by workers, safe to repeat."""
    for organization_id in organizations_all():
        actor = worker(organization_id)
        with acting_for(actor):
            draw_missing(actor)


def draw_missing(actor: Actor) -> int:
    """The same of one organization, in its context; how many were drawn. None before its first
    whole week.
    """
    organization = organization_of(actor)
    zone = ZoneInfo(organization.time_zone)
    begun = organization.created_at.astimezone(zone).date()
    there = drawn_weeks(actor)
    weeks = ended_weeks(begun, timezone.localdate(timezone=zone), MISSED)
    missing = [each for each in weeks if each not in there]
    # The seed is a signed root: before the first, nothing has its place either.
    if not missing or latest_checkpoint() is None:
        return 0
    for first_day in missing:
        draw(actor=actor, first_day=first_day)
    return len(missing)


@transaction.atomic
def draw(*, actor: Actor, first_day: date, count: int = SAMPLE) -> Review:
    """Puts one week together: the figures of each role, and a sample of what was not flagged.

    Raises ``IntegrityError`` where the week has its review.
    """
    week = week_of(first_day, ZoneInfo(organization_of(actor).time_zone))
    signed = latest_checkpoint()
    assert signed is not None
    found = sample(
        actor,
        event=ACCESS_RECORDED.name,
        people=staff_of(actor),
        since=week.since,
        until=week.until,
        leaving_out=flagged_in(actor, week),
        seed=signed.root,
        most=count,
    )
    review = Review.objects.create(
        organization_id=actor.organization_id,
        first_day=week.first_day,
        since=week.since,
        until=week.until,
        due_on=week.last_day + DUE_AFTER,
        seed=signed.root,
        population=found.population,
        figures=figures_of(actor, week),
    )
    for entry_id, who in found.drawn:
        ReviewedAccess(
            organization_id=actor.organization_id, review=review, entry_id=entry_id, actor_id=who
        ).save(force_insert=True)
    record_change(
        actor=actor,
        event=REVIEW_DRAWN,
        record=review.id,
        details={
            "week": week.first_day.isoformat(),
            "drawn": len(found.drawn),
            "of": found.population,
            "seed": review.seed,
        },
    )
    return review


@transaction.atomic
def judge_access(
    *, actor: Staff, review_id: UUID, access_id: UUID, verdict: str, note: str
) -> None:
    """Says of one access whether it is fine; the note is kept sealed.

    What is to be asked about can be judged again, when it was. The caller has checked
    ``detection.manage``. Raises ``NoSuchReview``, ``OwnAccess``, ``AlreadyJudged``.
    """
    access = access_of(actor, review_id, access_id)
    if access.actor_id == actor.user_id:
        raise OwnAccess
    if access.verdict not in (_Verdict.NONE, _Verdict.ASK):
        raise AlreadyJudged
    access.verdict, access.note = _Verdict(verdict), note or None
    access.judged_by, access.judged_at = actor.user_id, timezone.now()
    access.save(update_fields=["verdict", "note", "judged_by", "judged_at"])
    record_change(
        actor=actor,
        event=ACCESS_JUDGED,
        record=review_id,
        details={"access": str(access.entry_id), "verdict": _Verdict(verdict).label},
    )


@transaction.atomic
def sign_review(*, actor: Staff, review_id: UUID, factor: str) -> None:
    """Signs the week off. The signer's own lines wait on for somebody else.

    The caller has checked ``detection.manage``. Raises ``NoSuchReview``, ``AlreadySigned``,
    ``NotAllJudged``, ``NoFreshFactor``.
    """
    review = review_of(actor, review_id, lock=True)
    if review.signed_at:
        raise AlreadySigned
    lines = sample_of(actor, review)
    if any(not line.verdict and line.actor_id != actor.user_id for line in lines):
        raise NotAllJudged
    text = text_of(review, alerts_in(actor, review), lines, own=actor.user_id)
    sign(actor=actor, record=review.id, text=text, meaning=MEANING, factor=factor)
    review.signed_by, review.signed_at = actor.user_id, timezone.now()
    review.save(update_fields=["signed_by", "signed_at"])
    record_change(
        actor=actor,
        event=REVIEW_SIGNED,
        record=review.id,
        details={"week": review.first_day.isoformat(), "text": text},
    )
