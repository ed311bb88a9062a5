"""The link to a person's calendar: secret, renewable, ended with access, and it tells no PHI."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from chaperone.access.actions.ending import end_access
from chaperone.access.actors import operator
from chaperone.accounts.models import User
from chaperone.duties.actions.feeds import end_feed, make_feed, opened_by
from chaperone.duties.errors import NoSuchFeed
from chaperone.duties.models import Feed
from chaperone.ledger.queries import search
from tests.cast import LAKESIDE, ines, inside, maria, samuel, today_there
from tests.duties.scene import due, only

pytestmark = pytest.mark.django_db(databases=["default", "apart"])


def link(person=samuel) -> str:
    with person.acting() as actor:
        return reverse("calendar:feed", kwargs={"token": make_feed(actor=actor)})


def asked(address: str):
    return Client().get(address, secure=True)


def events(address: str):
    answer = asked(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "no-store"
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_a_calendar_program_reads_what_is_ones_own(monkeypatch):
    today = today_there()
    only(
        monkeypatch,
        due(
            -2, today=today, key="a", what="Late, by two days; and then", citation="45 CFR 164.308"
        ),
        due(5, today=today, key="b", owner=samuel.user.id, permission=""),
        due(5, today=today, key="c", owner=maria.user.id),
        due(5, today=today, key="d", permission="members.manage"),
    )
    late, own = events(link())
    assert str(late["summary"]) == "Overdue: Late, by two days; and then"
    assert late["dtstart"].dt == today - timedelta(days=2)
    assert own["dtstart"].dt == today + timedelta(days=5)
    assert str(own["url"]).startswith("https://testserver/vendors/")
    assert late["uid"] != own["uid"]
    assert str(late["categories"].to_ical(), "utf-8") == "Vendors"


def test_every_line_is_folded_and_ends_as_the_standard_says(monkeypatch):
    only(monkeypatch, due(1, today=today_there(), what="ä" * 200))
    content = asked(link()).content
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in b"".join(lines)
    assert lines[0] == b"BEGIN:VCALENDAR"
    for needed in (b"VERSION:2.0", b"PRODID:", b"DTSTAMP:"):
        assert needed in content


def test_the_same_duty_is_the_same_event_each_time(monkeypatch):
    only(monkeypatch, due(1, today=today_there()))
    address = link()
    assert [each["uid"] for each in events(address)] == [each["uid"] for each in events(address)]


def test_a_renewed_or_ended_link_opens_nothing(monkeypatch):
    only(monkeypatch)
    first = link()
    second = link()
    assert asked(first).status_code == 404
    assert asked(second).status_code == 200
    with samuel.acting() as actor:
        assert end_feed(actor=actor, user_id=actor.user_id) == 1
        assert end_feed(actor=actor, user_id=actor.user_id) == 0
    assert asked(second).status_code == 404
    with inside(LAKESIDE):
        rows = search(operator(LAKESIDE), limit=10).rows
    assert [row.event for row in rows][:3] == [
        "duties.feed.ended",
        "duties.feed.made",
        "duties.feed.made",
    ]


def test_it_ends_with_access(monkeypatch):
    only(monkeypatch)
    address = link(maria)
    assert asked(address).status_code == 200
    with samuel.acting() as actor:
        end_access(actor=actor, user_id=maria.user.id, reason="Left.")
    assert asked(address).status_code == 404
    with inside(LAKESIDE):
        assert Feed.objects.get().ended_at


def test_whoever_cannot_sign_in_reads_nothing(monkeypatch):
    only(monkeypatch)
    address = link(ines)
    User.objects.filter(id=ines.user.id).update(is_active=False)
    assert asked(address).status_code == 404


def test_only_a_hash_is_kept_and_a_guess_finds_nothing(monkeypatch):
    only(monkeypatch)
    token = link().rsplit("/", 1)[1].removesuffix(".ics")
    assert len(token) >= 43
    with inside(LAKESIDE):
        assert token not in str(Feed.objects.values_list())
        stored = Feed.objects.get().token_hash
    for wrong in (stored, token[:-1], token.swapcase(), "x", "\x00"):
        with pytest.raises(NoSuchFeed):
            opened_by(wrong)
    assert asked("/calendar/feed/%00.ics").status_code == 404
    with samuel.acting() as actor:
        assert opened_by(token).user_id == actor.user_id


def test_the_feed_changes_nothing_and_takes_few_queries(monkeypatch):
    only(monkeypatch, *(due(1, key=str(number)) for number in range(500)))
    address = link()
    with CaptureQueriesContext(connection) as taken:
        assert asked(address).status_code == 200
    assert len(taken) <= 6
    assert Client().post(address, secure=True).status_code == 405
