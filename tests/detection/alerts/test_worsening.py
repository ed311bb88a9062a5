"""An alert that grows worse is told again, once for each rise."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from django.utils import timezone

from chaperone.database.identifiers import new_id
from chaperone.detection.alerts.actions.take_up import acknowledge
from chaperone.detection.alerts.worsening import Standing, is_worse, note_told, standing_of
from chaperone.detection.models import Alert, Severity
from chaperone.detection.rules.facts import Found, Subject
from chaperone.detection.scanning.raising import raise_
from chaperone.ledger.queries import search
from tests.cast import inside, maria, samuel
from tests.detection.alerts.test_telling import told
from tests.detection.scene import MEMBER, Scene

pytestmark = pytest.mark.xdist_group("sequencer")


def found(entries: int = 1, **changes: Any) -> Found:
    """What a rule finds of Maria and a member today."""
    with samuel.acting():
        subject = Subject("staff", maria.user.id, MEMBER, None, timezone.now())
    ids = tuple(sorted(new_id() for _ in range(entries)))
    return replace(Found("same_surname", subject, ids, {"entries": entries}), **changes)


def more(before: Found, entries: int, **changes: Any) -> Found:
    """The same, grown."""
    ids = (*before.entries, *(sorted(new_id() for _ in range(entries))))
    return replace(before, entries=ids, **changes)


def seen(scene: Scene, what: Found) -> None:
    with scene.working() as actor:
        raise_(actor=actor, found=[what])


def alert_of(what: Found) -> Alert:
    with samuel.acting():
        return Alert.objects.get(window_start=what.subject.window_start)


def worse(alert: Alert) -> list[Any]:
    return [row for row in told(alert) if row.kind == "detection.alert_worse"]


def test_each_rise_is_told_once_and_recorded(scene: Scene):
    first = found()
    seen(scene, first)
    alert = alert_of(first)
    assert [row.way for row in told(alert)] == ["portal"]
    grown = more(first, 5)
    for each in (grown, grown):
        seen(scene, each)
    assert worse(alert) == []
    many = more(grown, 30)
    for each in (many, many, more(many, 3)):
        seen(scene, each)
    assert len(worse(alert)) == 1
    # Two more things hold of it: its score is in the next class.
    likelier = more(many, 4, features=("after_hours", "neighbour", "vip"))
    for each in (likelier, likelier):
        seen(scene, each)
    assert len(worse(alert)) == 2
    assert {row.recipient_id for row in worse(alert)} == {samuel.user.id}
    with scene.working() as actor:
        rows = search(actor, event="detection.alert.worsened", limit=9).rows
    mine = [row.details for row in rows if row.details["record"] == str(alert.id)]
    assert mine == [
        {"record": str(alert.id), "severity": "medium", "entries": 40},
        {"record": str(alert.id), "severity": "medium", "entries": 36},
    ]


def test_who_took_it_up_as_little_hears_that_it_is_not(scene: Scene):
    first = found()
    seen(scene, first)
    alert = alert_of(first)
    with samuel.acting() as officer:
        acknowledge(actor=officer, alert_id=alert.id)
    seen(scene, more(first, 20))
    assert len(worse(alert)) == 1
    with samuel.acting():
        alert.refresh_from_db()
    assert (alert.state, alert.told_entries) == ("acknowledged", 21)


def test_what_care_explained_and_explains_no_more_is_told(scene: Scene):
    first = found(explained_by="message")
    seen(scene, first)
    alert = alert_of(first)
    assert told(alert) == []
    seen(scene, more(first, 1, explained_by=""))
    assert len(told(alert)) == 1


def test_an_alert_of_before_this_was_kept_counts_from_where_it_stands(scene: Scene):
    first = found(12)
    seen(scene, first)
    alert = alert_of(first)
    with scene.as_login("owner"), inside(alert.organization_id):
        Alert.objects.filter(id=alert.id).update(
            told_severity="", told_score=None, told_entries=None
        )
    seen(scene, more(first, 12))
    assert worse(alert) == []
    seen(scene, more(first, 60))
    assert len(worse(alert)) == 1


def test_however_it_goes_up_and_down_nothing_is_told_twice():
    """Only a rise above all that was told is told."""
    draws, steps = Random(8), Severity.values
    for _ in range(300):
        alert, heard = Alert(severity="low", score=0.1, entries=1), Standing(0, 0, 1)
        note_told(alert)
        for _ in range(20):
            alert.severity, alert.score = draws.choice(steps), draws.random()
            alert.entries = alert.entries + draws.randrange(40)
            told = standing_of(alert.told_severity, alert.told_score, alert.told_entries)
            now = standing_of(alert.severity, alert.score, alert.entries)
            if is_worse(told, now):
                note_told(alert)
                assert (
                    now.severity > heard.severity
                    or now.score > heard.score
                    or (now.entries >= 4 * heard.entries)
                )
                heard = Standing(*map(max, heard, now))
            else:
                assert now.severity <= heard.severity
                assert now.score <= heard.score


def test_one_more_of_few_is_not_many_more():
    assert not is_worse(Standing(1, 0, 1), Standing(1, 0, 9))
    assert is_worse(Standing(1, 0, 1), Standing(1, 0, 11))
    assert not is_worse(Standing(1, 0, 30), Standing(1, 0, 100))
    assert is_worse(Standing(1, 0, 30), Standing(1, 0, 120))
