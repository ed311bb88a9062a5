"""The core: what a collector may do, and what becomes of one that fails."""

import pytest
from django.db import connection

from chaperone.access.actors import worker
from chaperone.access.context import acting_for
from chaperone.evidence import collecting
from chaperone.evidence.collecting import (
    Figure,
    Found,
    Parts,
    Status,
    cited,
    collect,
    collect_all,
    collects,
    summarizes,
)
from chaperone.evidence.errors import CollectorTaken, NoCollector
from chaperone.evidence.events import COLLECTION_FAILED
from chaperone.ledger.actors import Actor
from chaperone.organizations.models import Organization
from chaperone.standards.catalogue import all_standards
from chaperone.standards.errors import NoSuchStandard
from tests.access.scene import entries
from tests.cast import LAKESIDE, samuel

pytestmark = pytest.mark.django_db(databases=["default", "apart"])

ONE, OTHER, WHOLE = "164.310(b)", "164.310(c)", "164.310(a)(1)"


@pytest.fixture(autouse=True)
def empty(monkeypatch: pytest.MonkeyPatch) -> None:
    """No collectors but those of a test."""
    monkeypatch.setattr(collecting, "_collectors", {})
    monkeypatch.setattr(collecting, "_set_aside", [])


def found(citation: str = ONE) -> collecting.Result:
    actor = worker(LAKESIDE)
    with acting_for(actor):
        return collect(actor, citation)


def test_a_result_says_what_was_found_when_and_how_long_it_took():
    @collects(ONE)
    def one(actor: Actor) -> Found:
        return Found(Status.MET, "Well.", (Figure("Doors", 2),), remedy="")

    result = found()
    assert (result.citation, result.status, result.sentence) == (ONE, "met", "Well.")
    assert result.figures == (("Doors", 2, ""),)
    assert 0 <= result.seconds < 1
    assert cited() == {ONE}


def test_what_raises_is_not_evaluated_on_record_and_harms_no_other():
    @collects(ONE)
    def one(actor: Actor) -> Found:
        with connection.cursor() as cursor:
            cursor.execute("select 1 / 0")
        return Found(Status.MET, "Never.")

    @collects(OTHER)
    def other(actor: Actor) -> Found:
        return Found(Status.MET, str(Organization.objects.count() > 0))

    result = found()
    assert result.status == Status.NOT_EVALUATED
    (entry,) = entries(COLLECTION_FAILED)
    assert result.ledger == (entry.id,)
    assert entry.details == {"citation": ONE, "fault": "DataError"}
    assert entry.outcome == "failure"
    actor = worker(LAKESIDE)
    with acting_for(actor):
        by_citation = {each.citation: each for each in collect_all(actor)}
    assert by_citation[OTHER] == by_citation[OTHER]._replace(status="met", sentence="True")


def test_what_takes_too_long_is_cut_off(monkeypatch):
    monkeypatch.setattr(collecting, "LONGEST_SECONDS", 0.05)

    @collects(ONE)
    def one(actor: Actor) -> Found:
        with connection.cursor() as cursor:
            cursor.execute("select pg_sleep(30)")
        return Found(Status.MET, "Never.")

    @collects(OTHER)
    def other(actor: Actor) -> Found:
        while True:
            Organization.objects.count()

    assert (found().status, found(OTHER).status) == ("not_evaluated", "not_evaluated")
    faults = [entry.details["fault"] for entry in entries(COLLECTION_FAILED)]
    assert faults == ["TookTooLong", "OperationalError"]
    with connection.cursor() as cursor:
        # What came after is bounded as before.
        cursor.execute("show statement_timeout")
        assert cursor.fetchone() == ("30s",)


def test_one_collector_answers_for_a_citation_of_the_catalogue():
    @collects(ONE)
    def one(actor: Actor) -> Found:
        return Found(Status.MET, "Well.")

    with pytest.raises(CollectorTaken):
        collects(ONE)(one)
    with pytest.raises(CollectorTaken):
        summarizes(ONE, OTHER)(lambda actor, parts: one(actor))
    with pytest.raises(NoSuchStandard):
        collects("164.999")(one)
    with pytest.raises(NoCollector):
        found(OTHER)
    with pytest.raises(NoSuchStandard):
        found("164.999")


def test_a_standard_is_computed_from_its_parts_and_each_is_asked_once():
    asked = []

    @collects(ONE)
    def one(actor: Actor) -> Found:
        asked.append(ONE)
        return Found(Status.ATTENTION, "Look.")

    @summarizes(WHOLE, ONE, OTHER)
    def whole(actor: Actor, parts: Parts) -> Found:
        return Found(Status(parts[ONE].status), parts[OTHER].sentence)

    actor = worker(LAKESIDE)
    with acting_for(actor):
        results = {each.citation: each for each in collect_all(actor)}
    assert asked == [ONE]
    assert (results[WHOLE].status, results[OTHER].status) == ("attention", "not_evaluated")
    assert list(results) == [each.citation for each in all_standards()]


def test_what_was_signed_as_not_applicable_is_not_asked():
    @collects(ONE)
    def one(actor: Actor) -> Found:
        raise AssertionError

    aside = Found(Status.NOT_APPLICABLE, "We have no workstations.")
    collecting.set_aside_with(lambda actor: {ONE: aside})
    result = found()
    assert (result.status, result.sentence) == ("not_applicable", aside.sentence)


def test_results_do_not_depend_on_who_asks():
    @collects(ONE)
    def one(actor: Actor) -> Found:
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from members_member")
            (count,) = cursor.fetchone()
        return Found(Status.MET, str(count))

    with samuel.acting() as officer:
        by_officer = collect(officer, ONE)
        with connection.cursor() as cursor:
            # Afterwards an officer reaches no member, as before.
            cursor.execute("select count(*) from members_member")
            assert cursor.fetchone() == (0,)
    assert by_officer.sentence == found().sentence
    assert by_officer.sentence != "0"
