"""Invariant 3 at the sinks: without an agreement in force nothing leaves, and then all of it does."""

from dataclasses import replace

import pytest

from chaperone.ledger import gates
from chaperone.ledger.errors import NotCovered
from chaperone.ledger.gates import Outside, may_leave
from chaperone.ledger.sinks import sending as sending_module
from chaperone.ledger.sinks.forwarding import forward_once
from chaperone.ledger.sinks.lag import lags
from chaperone.vendors.actions.watching import watch, watch_installation
from chaperone.vendors.models import Closure
from tests.cast import LAKESIDE, OPERATIONS, amara, inside, samuel
from tests.ledger.sinks.scene import events_in, places_at, to, to_files
from tests.ledger.trying import place_all
from tests.vendors.scene import agreement, ended, no_agreement_for

pytestmark = pytest.mark.xdist_group("sequencer")
UNDER = "BAA of 2026-01-02"


@pytest.fixture
def once(as_login, log):
    def forward(sink):
        with as_login("auditor"):
            return forward_once(sink)

    return forward


def for_sinks(officer=amara, **changes):
    return agreement(officer, **{"purposes": ["sink"], "host": "", "covers": []} | changes)


def test_it_holds_without_an_agreement_and_catches_up_with_one(
    once, record, placer, connected, tls, receiver
):
    sink = replace(to(receiver, tls), agreement=UNDER)
    record(3)
    place_all(placer)
    with pytest.raises(NotCovered):
        once(sink)
    assert receiver.messages == []
    (lag,) = lags(connected("auditor"), [sink.name])
    assert lag.entries > 0
    assert "No agreement in force" in lag.error

    signed = for_sinks()
    place_all(placer)
    sent = once(sink)
    assert sent > 3
    assert len(set(places_at(receiver))) == sent

    ended(signed.id, amara)
    place_all(placer)
    with pytest.raises(NotCovered):
        once(sink)
    assert len(set(places_at(receiver))) == sent


def test_it_ends_in_the_middle_of_what_waits(once, record, placer, tls, receiver, monkeypatch):
    monkeypatch.setattr(sending_module, "BATCH", 2)
    sink = replace(to(receiver, tls), agreement=UNDER)
    asked = []
    monkeypatch.setattr(gates, "_gate", lambda *_: len(asked) < 3 and not asked.append(1))
    record(12)
    place_all(placer)
    with pytest.raises(NotCovered):
        once(sink)
    assert len(receiver.messages) <= 6


@pytest.mark.parametrize(
    "changes",
    [{"purposes": ["mirror"]}, {"kind": "dsa"}, {"host": "elsewhere.example", "purposes": []}],
)
def test_an_agreement_for_something_else_is_none(once, record, placer, tls, receiver, changes):
    for_sinks(**changes)
    record(1)
    place_all(placer)
    with pytest.raises(NotCovered):
        once(replace(to(receiver, tls), agreement=UNDER))


def test_a_customers_agreement_with_it_is_not_that_of_who_runs_the_installation(
    once, record, placer, tls, receiver
):
    for_sinks(samuel)
    record(1)
    place_all(placer)
    with pytest.raises(NotCovered):
        once(replace(to(receiver, tls), agreement=UNDER))


def test_a_machine_of_ones_own_needs_none(once, record, placer, tmp_path):
    record(2)
    place_all(placer)
    assert once(to_files(tmp_path / "own")) > 0
    assert events_in(tmp_path / "own")


def test_nothing_leaves_where_nobody_says_what_may(monkeypatch, connected):
    monkeypatch.setattr(gates, "_gate", None)
    with pytest.raises(RuntimeError, match="stays here"):
        may_leave(connected("auditor"), Outside("sink", ""))


def test_the_people_in_charge_of_the_installation_are_told_once(committed, as_login, settings):
    settings.CHAPERONE_MIRRORS = ["s3://bucket/x"]
    no_agreement_for("mirror", amara)
    for _ in range(2):
        with as_login("worker"):
            watch_installation()
            watch(organization_id=OPERATIONS)
    with inside(OPERATIONS):
        closure = Closure.objects.get()
    assert (closure.purpose, closure.host, closure.ended_at) == ("mirror", "bucket", None)
    assert closure.told_at
    with inside(LAKESIDE):
        assert not Closure.objects.exists()
    agreement(amara, purposes=["mirror"], host="", covers=[])
    with as_login("worker"):
        watch_installation()
    with inside(OPERATIONS):
        assert Closure.objects.get().ended_at
