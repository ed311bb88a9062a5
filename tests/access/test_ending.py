"""Termination: one verb, everything, within a second, also while a page is being made."""

import threading
import time
from contextlib import contextmanager

import pytest
from django.db import connections
from django.urls import reverse

from chaperone.access import registry, witness
from chaperone.access.actions import end_access, end_grant, give_grant
from chaperone.access.actors import operator
from chaperone.access.errors import AccessEnded, NotReachable, OwnAccess
from chaperone.access.events import ACCESS_ENDED, ACCESS_RECORDED, ACCESS_REFUSED, GRANT_ENDED
from chaperone.access.models import Grant, Request
from chaperone.access.registry import Ending
from chaperone.access.witness import witnessed
from chaperone.accounts.models import User
from chaperone.vault.witness import CONFIRMED_SECONDS
from tests.access.scene import asked, entries, granted, one_member, page_of
from tests.cast import HARBOR, LAKESIDE, daniel, grace, inside, lee, maria, samuel, ursula

pytestmark = pytest.mark.usefixtures("committed")


@contextmanager
def meanwhile(work):
    """Runs ``work`` in another thread, so on other connections, and waits for it."""

    def run():
        try:
            work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    yield
    thread.join()


def fire(person=maria, by=samuel):
    with by.acting() as actor:
        end_access(actor=actor, user_id=person.user.id, reason="Left today.")


def in_another_thread(work):
    with meanwhile(work):
        pass


def look(actor, member, *then):
    """Opens a name before a witness, and does then what else is named."""
    with witnessed(actor, purpose="treatment", place="tests"):
        assert member.name.open() == ursula.name
        for step in then:
            step()


def test_everything_ends_at_once():
    client, page = maria.client(), page_of(ursula)
    waiting = asked(maria, one_member(lee))
    granted(maria, one_member(lee, "coach"))
    assert client.get(page, secure=True).status_code == 200

    fire(maria)

    response = client.get(page, secure=True)
    assert (response.status_code, response.url.split("?")[0]) == (302, reverse("account_login"))
    assert not User.objects.get(id=maria.user.id).is_active
    with inside(LAKESIDE):
        assert Request.objects.get(id=waiting).state == "withdrawn"
    (entry,) = entries(ACCESS_ENDED)
    assert entry.actor_id == samuel.user.id
    assert entry.details["reason"] == "Left today."
    assert entry.details["sessions"] == 1
    assert len(entry.details["grants"]) == len(entries(GRANT_ENDED)) == 2


def test_keys_and_tokens_of_rooms_above_end_with_it(monkeypatch):
    ended = []

    def end(*, actor, user_id, reason):
        ended.append((actor.id, user_id, reason))
        return 3

    monkeypatch.setattr(registry, "_endings", [Ending("API tokens", end)])
    fire(maria)
    assert ended == [(samuel.user.id, maria.user.id, "Left today.")]
    assert entries(ACCESS_ENDED)[0].details["ended"] == {"API tokens": 3}


def test_who_works_elsewhere_can_still_sign_in_there(as_login):
    with as_login("owner"), inside(HARBOR):
        give_grant(
            actor=operator(HARBOR), user_id=maria.user.id, role="auditor", reason="Works there."
        )
    fire(maria)
    assert User.objects.get(id=maria.user.id).is_active
    with maria.acting() as actor:
        assert actor.organization_id == HARBOR


def test_nobody_ends_themselves_or_people_of_others():
    with samuel.acting() as actor:
        with pytest.raises(OwnAccess):
            end_access(actor=actor, user_id=samuel.user.id, reason="x")
        with pytest.raises(NotReachable):
            end_access(actor=actor, user_id=User.objects.get(name="Priya Nair").id, reason="x")


def test_a_running_page_opens_nothing_more(monkeypatch):
    """The page has been entered; then the access ends on another connection; a second goes by."""
    now = [time.monotonic()]
    monkeypatch.setattr("chaperone.vault.witness.monotonic", lambda: now[0])
    seen = []

    def a_second_later():
        in_another_thread(fire)
        now[0] += CONFIRMED_SECONDS + 0.01

    with maria.acting() as actor:
        member = ursula.member
        with pytest.raises(AccessEnded):
            look(actor, member, a_second_later, lambda: seen.append(member.phone.open()))
    assert seen == []
    assert entries(ACCESS_RECORDED) == []


def test_what_was_opened_within_the_second_does_not_leave_either():
    with maria.acting() as actor, pytest.raises(AccessEnded):
        look(actor, ursula.member, lambda: in_another_thread(fire))
    assert entries(ACCESS_RECORDED) == []


def end_all_grants():
    with inside(LAKESIDE):
        grant_ids = list(
            Grant.objects.filter(user_id=maria.user.id, ends_at=None).values_list("id", flat=True)
        )
    with samuel.acting() as officer:
        for grant_id in grant_ids:
            end_grant(actor=officer, grant_id=grant_id, reason="Left today.")


@pytest.mark.parametrize("ended_by", [end_all_grants, fire], ids=["grants", "everything"])
def test_a_whole_request_that_runs_meanwhile_shows_nothing_and_is_recorded_as_refused(
    monkeypatch, ended_by
):
    confirm = witness.confirm_in_force

    def held_up(actor):
        in_another_thread(ended_by)
        confirm(actor)

    monkeypatch.setattr(witness, "confirm_in_force", held_up)
    response = maria.client().get(page_of(ursula), secure=True)
    assert response.status_code == 403
    assert ursula.name not in response.content.decode()
    (refusal,) = entries(ACCESS_REFUSED)
    assert refusal.actor_id == maria.user.id
    assert "ended" in refusal.details["reason"]
    assert entries(ACCESS_RECORDED) == []


def test_the_end_of_one_grant_is_found_as_well():
    grant = granted(daniel, one_member(ursula))

    def end():
        with samuel.acting() as officer:
            end_grant(actor=officer, grant_id=grant.id, reason="Enough.")

    with daniel.acting() as actor, pytest.raises(AccessEnded):
        look(actor, ursula.member, lambda: in_another_thread(end))


def test_a_person_whose_account_is_closed_opens_nothing():
    def close():
        User.objects.filter(id=maria.user.id).update(is_active=False)

    with maria.acting() as actor, pytest.raises(AccessEnded):
        look(actor, ursula.member, lambda: in_another_thread(close))


def test_a_page_confirms_once_and_asks_nothing_more(django_assert_num_queries):
    with maria.acting() as actor:
        member = ursula.member
        with witnessed(actor, purpose="treatment", place="tests"):
            member.name.open()
            with django_assert_num_queries(0):
                for _ in range(50):
                    member.name.open()
                    member.phone.open()


def test_the_page_to_end_asks_first_and_then_does_it():
    client = samuel.client()
    with inside(LAKESIDE):
        grant = Grant.objects.get(user_id=maria.user.id)
    url = reverse("access:end-grant", kwargs={"grant_id": grant.id})
    assert b"Maria Alvarez" in client.get(url, secure=True).content
    assert client.post(url, {"reason": ""}, secure=True).status_code == 422
    assert client.post(url, {"reason": "Moved."}, secure=True).status_code == 302
    assert client.get(url, secure=True).status_code == 404
    assert maria.client().get(page_of(ursula), secure=True).status_code == 404


def test_only_officers_find_it():
    url = reverse("access:end-person", kwargs={"user_id": maria.user.id})
    for person in (grace, daniel):
        assert person.client().post(url, {"reason": "x"}, secure=True).status_code == 404
    assert samuel.client().post(url, {"reason": "Left."}, secure=True).status_code == 302
    assert not User.objects.get(id=maria.user.id).is_active
