"""Search over the history: what it finds, page by page, and by which way."""

import json
from datetime import UTC, datetime, timedelta
from itertools import chain, product
from random import Random
from uuid import UUID

import pytest
from django.db import connection

from chaperone.database.identifiers import new_id
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.ledger.errors import SearchTooWide
from chaperone.ledger.events import event
from chaperone.ledger.opened import Opened
from chaperone.ledger.queries import find_ids, search
from chaperone.vault.keyring import keyring
from tests.ledger.trying import acting_for, place_all

pytestmark = pytest.mark.xdist_group("sequencer")
HAPPENED = [
    event(f"ledger.trial.number_{name}", "A trial, in a test", "success") for name in ("one", "two")
]
REFUSED = event("ledger.trial.refused", "A trial was refused, in a test", "refused")
ELEMENTS = [("members_member", "name"), ("conversations_message", "body")]
PEOPLE = [UUID(int=21), UUID(int=22)]
MEMBERS = [UUID(int=31), UUID(int=32), UUID(int=33)]
KINDS = ["worker", "assistant"]


@pytest.fixture(scope="module")
def many(committed):
    """An organization with entries of every mixture, in the order in which they were recorded."""
    organization, random, said = new_id(), Random(7), []
    with acting_for(organization):
        keyring.create_organization(organization)
    for _ in range(160):
        who = random.choice([*PEOPLE, *KINDS])
        actor = (
            Actor(who, None, organization)
            if isinstance(who, str)
            else Actor("staff", who, organization)
        )
        members = random.sample(MEMBERS, random.randrange(3))
        elements = random.sample(ELEMENTS, random.randrange(3))
        what = random.choice([*HAPPENED, REFUSED])
        opened = [Opened(*element, None, 1, (new_id(),)) for element in elements]
        with acting_for(organization):
            entry_id = append(event=what, actor=actor, members=members, opened=opened)
        names = {".".join(element) for element in elements}
        said.append((entry_id, who, set(members), names, what.name))
    return organization, said


@pytest.fixture
def officer(many):
    return Actor("staff", new_id(), many[0])


def asked():
    """Every combination of filters."""
    return product(
        [None, PEOPLE[0], "worker", "operator"],
        [None, MEMBERS[0], new_id()],
        ["", "members_member.name", "no.such"],
        [None, [HAPPENED[0].name], [REFUSED.name, HAPPENED[1].name], []],
    )


def expected(said, who, member, element, events):
    return [
        entry_id
        for entry_id, by, members, elements, what in reversed(said)
        if who in (None, by)
        and (member is None or member in members)
        and (not element or element in elements)
        and (events is None or what in events)
    ]


def filters_of(who, member, element, events):
    by = {"program": who} if isinstance(who, str) else {"person": who}
    return by | {"member": member, "element": element, "events": events}


@pytest.mark.parametrize("placed", [0, 1, 2], ids=["waiting", "half placed", "placed"])
def test_every_combination_finds_what_there_is(many, officer, placer, placed, request):
    organization, said = many
    said = [entry for entry in said if entry[4].startswith("ledger.trial")]
    if placed == 1:
        placer._waiting = half(placer._waiting)
        placer.place()
    elif placed == 2:
        place_all(placer)
    known = {entry_id for entry_id, *_ in said}
    for combination in asked():
        with acting_for(organization):
            page = search(officer, limit=200, **filters_of(*combination))
        found = [row.id for row in page.rows if row.id in known]
        assert found == expected(said, *combination), combination


def half(waiting):
    return lambda: (rows := waiting())[: len(rows) // 2]


def test_a_period_has_its_first_instant_and_not_its_last(many, officer):
    organization, said = many
    middle = [entry_id for entry_id, *_ in said][40:80]
    since, until = (
        datetime.fromtimestamp((i.int >> 80) / 1000, UTC) for i in (middle[0], middle[-1])
    )
    with acting_for(organization):
        found = [row.id for row in search(officer, since=since, until=until, limit=200).rows]
    assert middle[0] in found
    assert middle[-1] not in found
    assert all(since.timestamp() * 1000 <= i.int >> 80 < until.timestamp() * 1000 for i in found)


@pytest.mark.parametrize("combination", [(None, None, "", None), (PEOPLE[0], None, "", [REFUSED.name]), (None, MEMBERS[0], "members_member.name", None)], ids=["all", "list", "member"])  # fmt: skip
def test_pages_lead_there_and_back(many, officer, combination):
    organization, _ = many
    filters = filters_of(*combination)
    pages, before = [], None
    with acting_for(organization):
        while True:
            page = search(officer, before=before, limit=7, **filters)
            pages.append([row.id for row in page.rows])
            assert (page.previous is None) == (before is None)
            if page.next is None:
                break
            before = page.next
        whole = [row.id for row in search(officer, limit=500, **filters).rows]
        assert list(chain(*pages)) == whole
        back, after = [], page.previous
        while after is not None:
            page = search(officer, after=after, limit=7, **filters)
            back.append([row.id for row in page.rows])
            after = page.previous
    assert list(chain(*reversed(back))) == whole[: len(whole) - len(pages[-1])]
    assert all(len(page) == 7 for page in back[:-1])


def test_ids_alone(many, officer):
    organization, _ = many
    with acting_for(organization):
        page = search(officer, limit=5, program="worker")
        assert find_ids(officer, limit=5, program="worker") == [row.id for row in page.rows]


def test_nobody_finds_what_is_anothers(many, organization):
    owner, _ = many
    stranger = Actor("staff", new_id(), organization)
    theirs = Actor("staff", new_id(), owner)
    for context, actor in ((organization, stranger), (organization, theirs), (owner, stranger)):
        with acting_for(context):
            for combination in asked():
                page = search(actor, limit=200, **filters_of(*combination))
                assert not [row for row in page.rows if row.event.startswith("ledger.trial")]


def test_what_takes_too_long_says_so_and_the_transaction_goes_on(many, officer, monkeypatch):
    organization, _ = many
    monkeypatch.setattr("chaperone.ledger.queries.searching._PLACED", "select pg_sleep(5)")
    monkeypatch.setattr("chaperone.ledger.queries.searching._LONGEST", "20ms")
    with acting_for(organization):
        with pytest.raises(SearchTooWide, match="Narrow the period"):
            search(officer)
        with connection.cursor() as cursor:
            cursor.execute("select pg_sleep(0.1), current_setting('statement_timeout')")
            assert cursor.fetchone()[1] == "30s"


@pytest.mark.parametrize("since", [None, timedelta(hours=1)], ids=["whole history", "one hour"])
def test_no_search_reads_what_it_does_not_need(many, officer, placer, since):
    """Each way is an index, whose beginning is the whole question; months ahead are left out."""
    organization, _ = many
    place_all(placer)
    if since:
        since = datetime.now(UTC) - since
    plans = []

    def explained(execute, sql, params, many, context):
        if "ledger_" in sql and "limit" in sql:
            with connection.cursor() as cursor:
                cursor.execute("set local enable_seqscan = off")
                execute(f"explain (format json) {sql}", params, many, context)
                plans.append(context["cursor"].fetchone()[0][0]["Plan"])
        return execute(sql, params, many, context)

    for combination in asked():
        with acting_for(organization), connection.execute_wrapper(explained):
            search(officer, since=since, **filters_of(*combination))
    scans = [node for plan in plans for node in walked(plan) if "Relation Name" in node]
    assert scans
    ahead = f"{datetime.now(UTC) + timedelta(days=31):%Y_%m}"
    for node in scans:
        assert not node["Relation Name"].endswith(ahead), node
        if node["Relation Name"].startswith(("ledger_search", "ledger_subject")):
            assert node["Node Type"] in ("Index Only Scan", "Index Scan"), json.dumps(node)
            assert "entry_id" in node["Index Cond"]


def walked(node):
    yield node
    for inner in node.get("Plans", []):
        yield from walked(inner)
