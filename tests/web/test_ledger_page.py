"""The ledger's pages: search, its own record, one entry, and checks that find what was changed."""

import os
import re

import psycopg
import pytest
from django.conf import settings as product
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from psycopg.conninfo import make_conninfo

from chaperone.access.actors import operator
from chaperone.access.events import ACCESS_REFUSED
from chaperone.ledger import log_key
from chaperone.ledger.connecting import connect
from chaperone.ledger.mirroring import catch_up
from chaperone.ledger.placing import Placer, holds_lock
from chaperone.ledger.queries import search
from chaperone.ledger.record_events import LEDGER_NOT_VERIFIED, LEDGER_SEARCHED
from chaperone.members.events import MEMBER_ENROLLED
from chaperone.web.ledger.events import ENTRY_CHECKED, ENTRY_NOT_CHECKED
from tests.cast import LAKESIDE, grace, ines, inside, maria, priya, samuel, tom, ursula
from tests.ledger.trying import place_all

pytestmark = pytest.mark.usefixtures("committed")
QUERIES = 22
"""Of a search: the request's own, the time-out set and reset, how far the clock
went, who waits, who is found, the entries,
their places, their record, names, the checkpoint, its mirrors and witnesses."""


def entries(event):
    with inside(LAKESIDE):
        return search(operator(LAKESIDE), event=event.name).rows


def asked(person, **filters):
    response = person.client().get(reverse("ledger:search"), filters, secure=True)
    assert response.status_code == 200
    return response.content.decode()


def events_on(page):
    return re.findall(r'<small class="mono break">([a-z_.]+)</small>', page)


@pytest.fixture
def signed(committed, as_login, settings, tmp_path):
    """All that was recorded has its place, is signed and mirrored."""
    settings.CHAPERONE_LOG_KEY = tmp_path / "log.key"
    settings.CHAPERONE_MIRRORS = [tmp_path / "mirror"]
    log_key.create(settings.CHAPERONE_LOG_KEY, LAKESIDE)

    def run():
        with as_login("sequencer"), connect() as sequencer:
            assert holds_lock(sequencer)
            placer = Placer(sequencer, log_key.load(product.CHAPERONE_LOG_KEY))
            place_all(placer)
            catch_up(sequencer, product.CHAPERONE_MIRRORS[0])

    run()
    return run


def test_officer_and_auditor_see_entries_and_no_names_of_members():
    for person in (samuel, ines):
        page = asked(person)
        assert "members.member.enrolled" in page
        assert ursula.name not in page


def test_how_far_mirrors_and_witnesses_are(signed, as_login, settings):
    signed()
    assert "nothing was written yet" in asked(samuel)
    assert "none yet: somebody outside can run one" in asked(samuel)
    with as_login("sequencer"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_mirror VALUES (%s, 1, 0, now(), now(), 'The disk is full.')",
            [str(settings.CHAPERONE_MIRRORS[0])],
        )
        cursor.execute(
            "INSERT INTO ledger_cosignature (size, witness, line, witnessed_at, added_at)"
            " SELECT max(size), 'witness.example+0a0b0c0d+QUJD', '', now(), now()"
            " FROM ledger_checkpoint"
        )
    page = asked(samuel)
    assert re.search(r"mirror:.*?\d+ entries behind.*?The disk is full\.", page, re.DOTALL)
    assert re.search(r"witness\.example saw \d+ entries", page)
    assert str(settings.CHAPERONE_MIRRORS[0].parent) not in page


def test_coach_does_not_see_the_ledger():
    assert maria.client().get(reverse("ledger:search"), secure=True).status_code == 404


def test_a_search_is_recorded_by_its_kinds_and_not_by_what_was_typed():
    page = asked(samuel, what=MEMBER_ENROLLED.name, outcome="success", who="operator")
    assert set(events_on(page)) == {MEMBER_ENROLLED.name}
    (entry,) = entries(LEDGER_SEARCHED)
    assert entry.details == {"by": ["outcome", "what", "who"]}
    assert entry.members == ()


def test_a_member_who_was_searched_for_has_it_among_their_entries():
    with inside(LAKESIDE):
        member = ursula.member.id
    asked(ines, member=member)
    (entry,) = entries(LEDGER_SEARCHED)
    assert entry.members == (member,)
    assert LEDGER_SEARCHED.name in events_on(asked(samuel, member=member))


def test_by_room_outcome_and_person():
    maria.client().get(reverse("ledger:search"), secure=True)
    assert set(events_on(asked(samuel, outcome="refused"))) == {ACCESS_REFUSED.name}
    assert all(
        name.startswith("members.") for name in events_on(asked(samuel, what="room:members"))
    )
    assert ACCESS_REFUSED.name in events_on(asked(samuel, who=str(maria.user.id)))
    assert events_on(asked(samuel, who=str(maria.user.id), what="room:members")) == []


def test_people_are_offered_by_name_and_address_and_elements_in_words():
    page = asked(samuel)
    assert f"({maria.email})" in page
    assert '<option value="conversations_message.body">Message</option>' in page
    assert f"({priya.email})" not in page


def test_filters_are_chips_that_can_be_removed():
    page = asked(samuel, outcome="success", what="room:members")
    links = re.findall(r'<a href="([^"]+)"\s+aria-label="Remove the filter ([^"]+)"', page)
    assert links == [
        ("/ledger/?outcome=success", "What happened"),
        ("/ledger/?what=room%3Amembers", "What came of it"),
    ]


def test_later_and_earlier_entries():
    client = samuel.client()
    first = client.get(reverse("ledger:search"), secure=True).content.decode()
    (earlier,) = re.findall(r'href="(\?[^"]+)" rel="next"', first)
    second = client.get(reverse("ledger:search") + earlier, secure=True).content.decode()
    (later,) = re.findall(r'href="(\?[^"]+)" rel="prev"', second)
    back = client.get(reverse("ledger:search") + later, secure=True).content.decode()
    assert links_of(back) == links_of(first)
    assert not set(links_of(second)) & set(links_of(first))


def links_of(page):
    return re.findall(r'href="(/ledger/entries/[^"]+)"', page)


def test_the_number_of_queries_does_not_grow_with_what_is_found():
    client = samuel.client()
    for filters in ({}, {"what": "room:members"}, {"who": "anonymous", "outcome": "failure"}):
        client.get(reverse("ledger:search"), filters, secure=True)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("ledger:search"), filters, secure=True)
        assert len(queries) <= QUERIES, [query["sql"][:200] for query in queries]


@pytest.mark.parametrize(
    "wrong",
    [
        {"who": "nobody"},
        {"member": "x"},
        {"what": "no.such.event"},
        {"outcome": "maybe"},
        {"element": "members_member"},
        {"since": "yesterday"},
        {"since": "1066-10-14 09:00"},
        {"until": "9999-12-31 23:59"},
        {"since": "2026-11-02", "until": "2026-11-01"},
        {"before": "\x00"},
        {"before": str(LAKESIDE), "after": str(LAKESIDE)},
    ],
    ids=str,
)
def test_search_says_what_is_wrong(wrong):
    page = asked(samuel, **wrong)
    assert "Nothing was searched" in page
    assert entries(LEDGER_SEARCHED) == []


def test_nothing_found_is_an_answer():
    page = asked(samuel, until="2001-01-01 00:00")
    assert "No entry matches" in page


def test_what_takes_too_long_asks_for_a_shorter_period(monkeypatch):
    monkeypatch.setattr("chaperone.ledger.queries.searching._PLACED", "select pg_sleep(5)")
    monkeypatch.setattr("chaperone.ledger.queries.searching._LONGEST", "20ms")
    assert "Narrow the period" in asked(samuel)


def test_an_entry_on_a_page_of_its_own(signed):
    with inside(LAKESIDE):
        row = search(operator(LAKESIDE), event=MEMBER_ENROLLED.name, limit=1).rows[0]
    page = samuel.client().get(reverse("ledger:entry", args=[row.id]), secure=True)
    text = page.content.decode()
    assert str(row.members[0]) in text
    assert "Leaf hash" in text
    assert ursula.name not in text
    (recorded,) = entries(LEDGER_SEARCHED)
    assert (recorded.details, recorded.members) == ({"by": ["entry"]}, row.members)


def test_an_entry_of_another_organization_is_not_there(signed):
    with inside(LAKESIDE):
        row = search(operator(LAKESIDE), limit=1).rows[0]
    for name in ("entry", "check"):
        url = reverse(f"ledger:{name}", args=[row.id])
        client = tom.client()
        response = (client.get if name == "entry" else client.post)(url, secure=True)
        assert response.status_code == 404
    for person in (maria, grace):
        url = reverse("ledger:entry", args=[row.id])
        assert person.client().get(url, secure=True).status_code == 404


def test_an_entry_is_checked_and_a_changed_one_found(signed, committed):
    with inside(LAKESIDE):
        row = search(operator(LAKESIDE), event=MEMBER_ENROLLED.name, limit=1).rows[0]
    url = reverse("ledger:check", args=[row.id])
    client = samuel.client()
    assert "as it was recorded" in client.post(url, secure=True).content.decode()
    assert len(entries(ENTRY_CHECKED)) == 1
    admin = make_conninfo(os.environ["CHAPERONE_TEST_ADMIN"], dbname=committed)
    with psycopg.connect(admin, autocommit=True) as attack:
        attack.execute("set session_replication_role = replica")
        other = attack.execute(
            "select leaf_index from ledger_leaf where entry_id <> %s order by 1 limit 1", [row.id]
        ).fetchone()[0]
        attack.execute("delete from ledger_leaf where leaf_index = %s", [other])
        attack.execute(
            "update ledger_leaf set leaf_index = %s where entry_id = %s", [other, row.id]
        )
    page = client.post(url, secure=True, headers={"HX-Request": "true"}).content.decode()
    assert "Not verified." in page
    assert len(entries(ENTRY_NOT_CHECKED)) == 1


def test_an_entry_that_waits_says_so():
    with inside(LAKESIDE):
        row = search(operator(LAKESIDE), limit=1).rows[0]
    client = samuel.client()
    page = client.get(reverse("ledger:entry", args=[row.id]), secure=True).content.decode()
    assert "waits for its place" in page
    page = client.post(reverse("ledger:check", args=[row.id]), secure=True).content.decode()
    assert "no place in the tree yet" in page


def test_verify_says_what_is_wrong_when_there_is_no_signed_copy():
    page = samuel.client().post(reverse("ledger:verify"), secure=True).content.decode()
    assert "Not verified." in page
    (entry,) = entries(LEDGER_NOT_VERIFIED)
    assert entry.outcome == "failure"
