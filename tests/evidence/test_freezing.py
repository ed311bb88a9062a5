"""Days are frozen once, bound by a hash in the ledger, and nobody changes them."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from chaperone.access.actors import worker
from chaperone.access.context import acting_for
from chaperone.evidence.collecting import cited
from chaperone.evidence.freezing import actions
from chaperone.evidence.freezing.errors import AlreadyCollecting, DayAltered
from chaperone.evidence.freezing.queries import (
    latest,
    latest_collection,
    latest_day,
    readings,
    trend,
    verify_day,
)
from chaperone.evidence.models import Day, Frozen, Reading
from chaperone.ledger.queries import opened_rows
from chaperone.notices.models import Notice
from chaperone.standards.catalogue import all_standards
from tests.cast import HARBOR, LAKESIDE, priya, samuel
from tests.web.administration.asking import queries

_STATEMENTS = (
    "update evidence_frozen set status = 'met'",
    "delete from evidence_frozen",
    "truncate evidence_frozen",
    "update evidence_day set digest = repeat('0', 64)",
    "update evidence_day set note = 'x', counts = '{}'",
    "delete from evidence_day",
    "truncate evidence_day cascade",
)


@pytest.fixture(scope="module")
def frozen(committing):
    """A database in which the demo organization's day is frozen; nothing here changes it."""
    with committing():
        yield


@pytest.fixture
def as_worker(frozen, as_login):
    with as_login("worker"):
        yield worker(LAKESIDE)


@pytest.mark.usefixtures("as_worker")
class TestADay:
    def test_it_is_frozen_once_with_every_standard(self, as_worker):
        actions.freeze_day(organization_id=LAKESIDE)

        assert actions.freeze_day(organization_id=LAKESIDE) is None
        with acting_for(as_worker):
            found = latest(as_worker)
            day = latest_day(as_worker)
            assert [each.citation for each in found] == [s.citation for s in all_standards()]
            assert sum(day.counts.values()) == len(found)
            assert [point.statuses for point in trend(as_worker)] == [day.counts]
            assert trend(as_worker, found[0].citation)[0].status == found[0].status
            (entry,) = opened_rows(as_worker, [day.entry_id])
        assert entry.event == "evidence.day.frozen"
        assert entry.details["digest"] == day.digest

    def test_its_digest_is_that_of_what_is_kept(self, as_worker):
        actions.freeze_day(organization_id=LAKESIDE)

        with acting_for(as_worker):
            text = verify_day(as_worker, latest_day(as_worker))
        assert all(citation in text for citation in cited())

    @pytest.mark.parametrize("login", ["worker", "web", "owner"])
    @pytest.mark.parametrize("statement", _STATEMENTS)
    def test_nobody_changes_it(self, as_login, login, statement):
        actions.freeze_day(organization_id=LAKESIDE)

        with as_login(login), pytest.raises(DatabaseError), acting_for(worker(LAKESIDE)):
            _execute(statement)

    def test_what_was_changed_all_the_same_is_found(self, as_worker, as_login):
        """By whoever owns the tables, and took the triggers off first."""
        actions.freeze_day(organization_id=LAKESIDE)
        with acting_for(as_worker):
            day = latest_day(as_worker)
        change = "update evidence_frozen set sentence = sentence || ' Really.' where on_day"
        change = change.replace("on_day", f"day_id = '{day.id}'")
        with as_login("owner"):
            try:
                with acting_for(as_worker):
                    _execute("alter table evidence_frozen disable trigger user")
                    _execute(change)
                    with pytest.raises(DayAltered, match="another hash"):
                        verify_day(as_worker, day)
                    raise _Undone
            except _Undone:
                pass

    def test_a_digest_that_was_made_to_fit_is_not_the_ledgers(self, as_worker):
        actions.freeze_day(organization_id=LAKESIDE)

        with acting_for(as_worker):
            day = latest_day(as_worker)
            other = Day.objects.get(id=day.id)
            other.entry_id = _another_entry(as_worker)
            with pytest.raises(DayAltered, match="names another hash"):
                verify_day(as_worker, other)

    def test_another_organization_sees_none_of_it(self, as_worker):
        actions.freeze_day(organization_id=LAKESIDE)

        with acting_for(worker(HARBOR)):
            assert not Frozen.objects.filter(organization_id=LAKESIDE).exists()
            assert not Day.objects.filter(organization_id=LAKESIDE).exists()

    def test_a_clock_that_leapt_ahead_freezes_nothing(self, as_login):
        with as_login("sequencer"), connection.cursor() as cursor:
            cursor.execute(
                "insert into ledger_clock_jump (id, kind, seconds, before, after, at_start)"
                " values (gen_random_uuid(), 'forward', 7200, now(), now() + interval '2h', false)"
            )
        assert actions.freeze_day(organization_id=HARBOR) is None
        with as_login("sequencer"), connection.cursor() as cursor:
            cursor.execute(
                "insert into ledger_clock_jump (id, kind, seconds, before, after, at_start)"
                " values (gen_random_uuid(), 'back', 7200, now() + interval '2h', now(), false)"
            )
        assert actions.freeze_day(organization_id=HARBOR) is not None


@pytest.mark.usefixtures("as_worker")
class TestWhatTurns:
    def test_it_is_recorded_and_told_once(self, as_worker):
        actions.freeze_day(organization_id=LAKESIDE)
        with acting_for(as_worker):
            before = readings(as_worker)
            # As if it had been met until now.
            other = next(each for each in before.values() if each.status != "met")
            then = timezone.now() - timedelta(days=3)
            Reading.objects.filter(id=other.id).update(status="met", since=then)
            turned = actions.collect_now(actor=as_worker)
            told = Notice.objects.filter(kind="evidence.worse", way="email").count()
            now = readings(as_worker)[other.citation]

        assert [(each.citation, each.before, each.after) for each in turned] == [
            (other.citation, "met", other.status)
        ]
        assert told > 0
        assert now.status == other.status
        assert now.since > then
        with acting_for(as_worker):
            assert actions.collect_now(actor=as_worker) == []
            assert Notice.objects.filter(kind="evidence.worse", way="email").count() == told


@pytest.mark.usefixtures("as_worker")
class TestCollectingNow:
    def test_a_worker_does_what_was_asked_for_and_says_so(self, as_login):
        with as_login("web"), samuel.acting() as actor:
            actions.ask_collection(actor=actor)
            assert latest_collection(actor).state == "waiting"
            with pytest.raises(AlreadyCollecting):
                actions.ask_collection(actor=actor)
        actions.carry_out(organization_id=LAKESIDE)
        actions.carry_out(organization_id=LAKESIDE)

        with acting_for(worker(LAKESIDE)):
            found = latest_collection(worker(LAKESIDE))
            assert (found.state, found.ended_at is not None) == ("done", True)

    def test_a_stranger_collects_for_themselves_only(self, as_login):
        with as_login("web"), priya.acting() as actor:
            assert latest_collection(actor) is None


def test_the_page_shows_what_was_found_and_asks_as_little_as_an_empty_one(as_worker, as_login):
    actions.freeze_day(organization_id=LAKESIDE)
    with as_login("web"):
        client = samuel.client()
        page = client.get(reverse("evidence:standards"), secure=True).content.decode()
        counts = queries(client, reverse("evidence:standards"))

    assert "What needs somebody first" in page
    assert "Not computed yet." not in page
    assert 'class="spark"' in page
    assert counts == 13


class _Undone(Exception):
    pass


def _execute(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def _another_entry(actor):
    with connection.cursor() as cursor:
        cursor.execute(
            "select id from ledger_entry where organization_id = %s limit 1",
            [actor.organization_id],
        )
        return cursor.fetchone()[0]
