"""The weekly review: drawn by nobody's choice, judged by somebody else, and signed."""

from datetime import date, timedelta
from itertools import count
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from chaperone.access.queries.over_time import roles_between, staff_days
from chaperone.detection.alerts.queries.noise import monday_of
from chaperone.detection.dues import dues
from chaperone.detection.models import AlertEntry, Review, ReviewedAccess
from chaperone.detection.reviews.actions import (
    draw,
    draw_everywhere,
    judge_access,
    sign_review,
)
from chaperone.detection.reviews.errors import (
    AlreadyJudged,
    AlreadySigned,
    NoSuchReview,
    NotAllJudged,
    OwnAccess,
)
from chaperone.detection.reviews.events import REVIEW_SIGNED
from chaperone.detection.reviews.queries import sample_of
from chaperone.detection.reviews.weeks import ended_weeks, week_of
from chaperone.ledger.queries import search
from chaperone.ledger.queries.sampling import sample
from chaperone.organizations.models import Organization
from chaperone.registers.queries.signatures import is_under, signatures_of
from tests.cast import HARBOR, LAKESIDE, daniel, ines, inside, maria, samuel, tom
from tests.detection.scene import Scene, get, opened, post, text

ZONE = ZoneInfo("America/New_York")
_WEEKS = count()
NOTE = "Ask her about Ursula Okonjo."


def this_week() -> date:
    with inside(LAKESIDE):
        zone = ZoneInfo(Organization.objects.get(id=LAKESIDE).time_zone)
    return monday_of(timezone.localdate(timezone=zone))


@pytest.fixture
def review(scene: Scene) -> Review:
    """The week that runs, with twelve accesses of Maria's, two of Samuel's and an alert."""
    with scene.working() as actor:
        for person in [maria] * 12 + [samuel] * 2:
            opened(LAKESIDE, person.user.id)
    scene.alert(daniel)
    scene.place()
    with scene.as_login("owner"), connection.cursor() as cursor:
        # One a week, and each test has its own.
        cursor.execute("alter table detection_review disable trigger user")
        with inside(LAKESIDE):
            rows = Review.objects.filter(first_day=this_week())
            rows.update(first_day=date(2020, 1, 6) + timedelta(weeks=next(_WEEKS)))
        cursor.execute("alter table detection_review enable trigger user")
    with scene.working() as actor:
        return draw(actor=actor, first_day=this_week(), count=500)


def lines(review: Review) -> list[ReviewedAccess]:
    with samuel.acting() as officer:
        return sample_of(officer, review)


def judge_all(review: Review, verdict: str = "fine") -> None:
    for line in lines(review):
        if line.actor_id != samuel.user.id and not line.verdict:
            with samuel.acting() as officer:
                judge_access(
                    actor=officer, review_id=review.id, access_id=line.id, verdict=verdict, note=""
                )


def test_what_was_flagged_is_not_drawn_and_the_rest_is_drawn_by_the_seed(
    scene: Scene, review: Review
):
    with inside(LAKESIDE):
        flagged = set(AlertEntry.objects.values_list("entry_id", flat=True))
    drawn = {line.entry_id for line in lines(review)}
    assert flagged
    assert not drawn & flagged
    assert len(drawn) == review.population >= 14
    assert {line.actor_id for line in lines(review)} == {maria.user.id, samuel.user.id}
    with scene.working() as actor, pytest.raises(IntegrityError):
        draw(actor=actor, first_day=this_week())


def test_the_same_seed_draws_the_same_and_another_something_else(scene: Scene, review: Review):
    def drawn(seed: str) -> list[object]:
        with scene.working() as actor:
            found = sample(
                actor,
                event="access.record.appended",
                people=[maria.user.id],
                since=review.since,
                until=review.until,
                leaving_out=[],
                seed=seed,
                most=5,
            )
        assert found.population >= 12
        return found.drawn

    assert drawn("a") == drawn("a")
    assert drawn("a") != drawn("b")


def test_figures_say_how_much_each_role_did(review: Review):
    coaches = next(line for line in review.figures if line["role"] == "Coach")
    assert coaches["openings"] >= 12
    assert coaches["people"] == 2
    assert sum(line["refusals"] for line in review.figures) == 0


def test_nobody_judges_their_own_access(scene: Scene, review: Review):
    own = next(line for line in lines(review) if line.actor_id == samuel.user.id)
    with samuel.acting() as officer, pytest.raises(OwnAccess):
        judge_access(actor=officer, review_id=review.id, access_id=own.id, verdict="fine", note="")
    with samuel.acting() as officer, pytest.raises(DatabaseError, match="their own access"):
        ReviewedAccess.objects.filter(id=own.id).update(verdict="fine")
    sent = {"verdict": "fine"}
    assert (
        post(samuel, "reviews:judge", sent, review_id=review.id, access_id=own.id).status_code
        == 400
    )
    other = scene.second_officer()
    with other.acting() as officer:
        judge_access(actor=officer, review_id=review.id, access_id=own.id, verdict="fine", note="")


def test_what_is_to_be_asked_about_can_be_settled_and_the_rest_not_changed(review: Review):
    first, second = [line for line in lines(review) if line.actor_id == maria.user.id][:2]

    def judge(line: ReviewedAccess, verdict: str, note: str = "") -> None:
        with samuel.acting() as officer:
            judge_access(
                actor=officer, review_id=review.id, access_id=line.id, verdict=verdict, note=note
            )

    judge(first, "ask", NOTE)
    judge(first, "not_fine", "She has no answer.")
    judge(second, "fine")
    with pytest.raises(AlreadyJudged):
        judge(second, "not_fine")
    with inside(LAKESIDE), connection.cursor() as cursor:
        cursor.execute("select string_agg(r::text, '') from detection_reviewed_access r")
        assert "Ursula" not in cursor.fetchone()[0]


def test_a_week_is_signed_when_all_of_it_was_looked_at(review: Review):
    with samuel.acting() as officer, pytest.raises(NotAllJudged):
        sign_review(actor=officer, review_id=review.id, factor="totp")
    judge_all(review)
    with samuel.acting() as officer:
        sign_review(actor=officer, review_id=review.id, factor="totp")
    with samuel.acting() as officer, pytest.raises(AlreadySigned):
        sign_review(actor=officer, review_id=review.id, factor="totp")
    own = sum(line.actor_id == samuel.user.id for line in lines(review))
    with samuel.acting() as officer:
        (signature,) = signatures_of(officer, review.id)
        (row,) = search(officer, event=REVIEW_SIGNED.name, limit=1).rows
    assert is_under(signature, row.details["text"])
    assert f"{own} are the signer's own" in row.details["text"]
    assert signature.meaning == "reviewed the week's activity"
    assert not is_under(signature, "something else")
    with samuel.acting(), pytest.raises(DatabaseError, match="was signed"):
        Review.objects.filter(id=review.id).update(signed_by=maria.user.id)
    # What waits on for somebody else falls due apart.
    with inside(LAKESIDE):
        found = list(dues(LAKESIDE, review.due_on + timedelta(days=14)))
    assert f"detection.left:{review.id}" in {due.key for due in found}


def test_an_unsigned_week_falls_due_and_an_overdue_one_shows(scene: Scene, review: Review):
    with inside(LAKESIDE):
        before = {due.key for due in dues(LAKESIDE, review.due_on - timedelta(days=1))}
        after = {due.key for due in dues(LAKESIDE, review.due_on)}
    assert f"detection.week:{review.id}" in after - before
    with scene.as_login("owner"), inside(LAKESIDE):
        Review.objects.filter(id=review.id).update(due_on=date(2026, 1, 1))
    assert "Overdue" in text(get(samuel, "reviews:register"))


def test_the_pages_take_a_fixed_number_of_questions_and_show_no_name_of_a_member(review: Review):
    client = samuel.client()
    client.get("/detection/reviews/", secure=True)
    for address, most in ((f"/detection/reviews/{review.id}/", 18), ("/detection/reviews/", 11)):
        with CaptureQueriesContext(connection) as captured:
            page = text(client.get(address, secure=True))
            # Settings are looked up again where seconds have passed.
            assert len(captured) <= most, address
    page = text(client.get(f"/detection/reviews/{review.id}/", secure=True))
    assert "Opened name." in page
    assert "conversations:thread" in page
    assert "member …abcdef" in page
    assert "of the sample are accesses of yours" in page


def test_signing_by_the_page_asks_for_a_second_factor_first(review: Review):
    judge_all(review)
    client = samuel.client()
    page = client.get(f"/detection/reviews/{review.id}/sign/", secure=True)
    assert "Sample, not flagged" in text(page)
    answer = client.post(f"/detection/reviews/{review.id}/sign/", secure=True)
    assert answer.status_code == 302
    with inside(LAKESIDE):
        assert Review.objects.get(id=review.id).signed_by == samuel.user.id


def test_only_who_handles_alerts_judges_and_signs(review: Review):
    line = lines(review)[0]
    for person in (ines, maria, tom):
        answer = post(
            person, "reviews:judge", {"verdict": "fine"}, review_id=review.id, access_id=line.id
        )
        assert answer.status_code == 404
        assert post(person, "reviews:sign", review_id=review.id).status_code == 404
    assert get(ines, "reviews:review", review_id=review.id).status_code == 200
    assert get(tom, "reviews:review", review_id=review.id).status_code == 404
    with tom.acting() as stranger, pytest.raises(NoSuchReview):
        sign_review(actor=stranger, review_id=review.id, factor="totp")


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"verdict": "ask"},
        {"verdict": "x"},
        {"verdict": ["fine", "ask"]},
        {"verdict": "not_fine", "note": "\0"},
    ],
)
def test_bad_input_is_said_on_the_page(review: Review, sent: dict):
    line = next(line for line in lines(review) if line.actor_id == maria.user.id)
    answer = post(samuel, "reviews:judge", sent, review_id=review.id, access_id=line.id)
    assert answer.status_code == 400
    assert post(samuel, "reviews:judge", review_id=uuid4(), access_id=line.id).status_code == 404


def test_workers_put_ended_weeks_together_once(scene: Scene, review: Review):
    with scene.as_login("owner"), inside(LAKESIDE):
        Organization.objects.filter(id=LAKESIDE).update(
            created_at=timezone.now() - timedelta(weeks=3)
        )
    with scene.as_login("worker"):
        draw_everywhere()
        draw_everywhere()
    with inside(LAKESIDE):
        found = Review.objects.filter(
            first_day__gte=this_week() - timedelta(weeks=3), first_day__lt=this_week()
        )
        assert found.count() == 2
    with inside(HARBOR):
        assert not Review.objects.exists()


def test_roles_and_days_over_a_time():
    now = timezone.now()
    with inside(LAKESIDE), samuel.acting() as officer:
        roles = roles_between(officer, since=now, until=now + timedelta(days=10))
        days = staff_days(officer, since=now, until=now + timedelta(days=10))
    assert roles[maria.user.id] == "Coach"
    assert days == 10 * len(roles)


@given(day=st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_weeks_follow_each_other_without_a_gap_whatever_the_clocks_do(day: date):
    first = monday_of(day)
    week, following = week_of(first, ZONE), week_of(first + timedelta(weeks=1), ZONE)
    assert week.until == following.since
    assert week.since.astimezone(ZONE).weekday() == 0
    assert week.last_day == first + timedelta(days=6)
    assert (week.until - week.since) // timedelta(days=1) in (6, 7)


@given(
    since=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    today=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
)
def test_ended_weeks_began_after_the_first_day_and_are_over(since: date, today: date):
    found = ended_weeks(since, today, 4)
    assert len(found) <= 4
    assert found == sorted(set(found))
    for first in found:
        assert first.weekday() == 0
        assert first >= since
        assert first + timedelta(days=7) <= today
    if today - since >= timedelta(days=14):
        assert found
