"""The quarterly review: everybody's access on somebody else's list, kept or ended, recorded."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from chaperone.access.actions import give_grant
from chaperone.access.actions.reviews import begin_review, decide_item
from chaperone.access.actors import operator
from chaperone.access.errors import AlreadyDecided, NotReachable, OwnAccess
from chaperone.access.events import GRANT_ENDED, REVIEW_BEGUN, REVIEW_DECIDED
from chaperone.access.models import Grant, ReviewItem
from chaperone.access.queries.reviews import EVERY, next_review_due, review, reviews_of
from tests.access.scene import emergency, entries, move, page_of
from tests.cast import LAKESIDE, daniel, grace, ines, inside, maria, priya, samuel, tom, ursula

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def second_officer(as_login):
    with as_login("owner"), inside(LAKESIDE):
        give_grant(
            actor=operator(LAKESIDE),
            user_id=ines.user.id,
            role="security_officer",
            reason="A second officer.",
        )


def begun():
    with samuel.acting() as actor:
        return begin_review(actor=actor)


def lines_of(found, person=samuel):
    with person.acting() as actor:
        return review(actor, found.id)[1]


def line_of(found, name, what=None):
    return next(
        line for line in lines_of(found) if line.holder == name and what in (None, line.what)
    )


def decided(item_id, *, keep, person=samuel):
    with person.acting() as actor:
        decide_item(actor=actor, item_id=item_id, keep=keep, reason="Looked at it.")


def test_every_grant_is_on_a_list_that_is_not_its_holders(second_officer):
    emergency(daniel, ursula)
    found = begun()
    with inside(LAKESIDE):
        items = list(ReviewItem.objects.filter(review=found))
        standing = Grant.objects.filter(ends_at=None).count()
    assert len(items) == standing == entries(REVIEW_BEGUN)[0].details["grants"]
    assert {item.reviewer_id for item in items} == {samuel.user.id, ines.user.id}
    assert all(item.reviewer_id != item.holder_id for item in items)


def test_an_only_officer_has_nobody_to_review_theirs_and_the_page_says_so():
    found = begun()
    assert line_of(found, "Samuel Brandt").reviewer == ""
    assert not line_of(found, "Samuel Brandt").decidable
    url = reverse("access:review", kwargs={"review_id": found.id})
    assert b"second security officer is needed" in samuel.client().get(url, secure=True).content


def test_to_keep_changes_nothing_and_to_end_ends_at_once():
    found = begun()
    decided(line_of(found, "Maria Alvarez").id, keep=True)
    decided(line_of(found, "Daniel Osei").id, keep=False)
    assert maria.client().get(page_of(ursula), secure=True).status_code == 200
    with inside(LAKESIDE):
        assert Grant.objects.get(user_id=daniel.user.id).ends_at is not None
    assert [entry.details["decision"] for entry in entries(REVIEW_DECIDED)] == ["end", "keep"]
    assert len(entries(GRANT_ENDED)) == 1
    line = line_of(found, "Daniel Osei")
    assert (line.state, line.over, line.decided_by) == ("end", True, "Samuel Brandt")


def test_a_decision_is_made_once():
    found = begun()
    item_id = line_of(found, "Maria Alvarez").id
    decided(item_id, keep=True)
    with pytest.raises(AlreadyDecided):
        decided(item_id, keep=False)


def test_nobody_reviews_their_own_in_the_program_or_the_database(second_officer):
    found = begun()
    own = line_of(found, "Samuel Brandt").id
    with pytest.raises(OwnAccess):
        decided(own, keep=True)
    with samuel.acting() as actor, pytest.raises(IntegrityError, match="four_eyes"):
        ReviewItem.objects.filter(id=own).update(decision="keep", decided_by=actor.id)
    decided(own, keep=True, person=ines)


def test_another_organization_finds_nothing():
    found = begun()
    item_id = line_of(found, "Maria Alvarez").id
    with pytest.raises(NotReachable):
        decided(item_id, keep=False, person=tom)
    with tom.acting() as actor, pytest.raises(NotReachable):
        review(actor, found.id)


def test_a_review_that_is_late_and_one_that_was_never_begun_are_shown():
    page = reverse("access:reviews")
    client = samuel.client()
    assert b"There has been no review yet" in client.get(page, secure=True).content
    found = begun()
    content = client.get(page, secure=True).content
    assert b"The next one is due" in content
    assert b"Under way" in content
    move("access_review", found.id, due_at=timezone.now() - timedelta(days=1))
    assert b"Overdue" in client.get(page, secure=True).content
    move("access_review", found.id, begun_at=timezone.now() - EVERY - timedelta(days=1))
    assert b"A review is overdue since" in client.get(page, secure=True).content


def test_a_quarter_after_the_last_the_next_is_due():
    with samuel.acting() as actor:
        assert next_review_due(reviews_of(actor)) is None
    found = begun()
    with samuel.acting() as actor:
        assert next_review_due(reviews_of(actor)) == found.begun_at + EVERY


def test_pages_are_for_reviewers_and_bad_input_is_told():
    found = begun()
    item = line_of(found, "Maria Alvarez").id
    url = reverse("access:decide-item", kwargs={"review_id": found.id, "item_id": item})
    for person in (maria, grace, priya):
        assert person.client().post(url, {}, secure=True).status_code == 404
    client = samuel.client()
    for typed in ({}, {"decision": "keep"}, {"decision": "maybe", "reason": "x"}):
        assert client.post(url, typed, secure=True).status_code == 422
    kept = client.post(url, {"decision": "keep", "reason": "Still coaches."}, secure=True)
    assert kept.status_code == 302
