"""Who is told of an alert, again and until when; and never the person it is about."""

from datetime import timedelta

import pytest
from django.utils import timezone

from chaperone.detection.alerts.actions.calling import call, call_everywhere
from chaperone.detection.alerts.actions.take_up import acknowledge
from chaperone.detection.alerts.notice import alarm_of
from chaperone.detection.alerts.telling import tell_of
from chaperone.detection.models import Alert
from chaperone.ledger.queries import search
from chaperone.notices.kinds import About, kind_named
from chaperone.notices.models import Alarm, Notice
from tests.cast import LAKESIDE, ines, inside, maria, samuel
from tests.detection.scene import Scene, url


def told(alert: Alert) -> list[Notice]:
    """What people were told of an alert, by its alarm or without one."""
    with inside(LAKESIDE):
        alarms = Alarm.objects.filter(name=alarm_of(alert.id)).values_list("id", flat=True)
        return list(Notice.objects.filter(subject_id__in=[alert.id, *alarms]).order_by("id"))


def tell(scene: Scene, alert: Alert) -> list[Notice]:
    with scene.working() as actor:
        tell_of(actor=actor, alert=alert)
    return told(alert)


@pytest.mark.parametrize(
    ("severity", "ways"),
    [
        ("low", set()),
        ("medium", {"portal"}),
        ("high", {"portal", "email"}),
        ("critical", {"portal", "email"}),
    ],
)
def test_who_is_told_goes_by_how_bad_it_would_be(scene: Scene, severity: str, ways: set[str]):
    notices = tell(scene, scene.alert(maria, severity=severity))
    assert {row.way for row in notices} == ways
    assert {row.recipient_id for row in notices} <= {samuel.user.id}


def test_what_a_care_reason_explains_or_is_long_past_calls_nobody(scene: Scene):
    long_ago = timezone.now() - timedelta(days=3)
    for values in ({"explained_by": "assigned"}, {"started_at": long_ago, "ended_at": long_ago}):
        assert tell(scene, scene.alert(maria, severity="critical", **values)) == []


def test_nobody_is_told_what_is_suspected_of_them(scene: Scene):
    notices = tell(scene, scene.alert(samuel, severity="critical"))
    # The only officer is the one whom it is about: then who may see alerts is told.
    assert {row.recipient_id for row in notices} == {ines.user.id}


def test_where_there_is_nobody_else_the_record_says_so(scene: Scene, monkeypatch):
    monkeypatch.setattr(
        "chaperone.detection.alerts.telling.people_who_may", lambda *_: {samuel.user.id: ""}
    )
    alert = scene.alert(samuel)
    assert tell(scene, alert) == []
    with scene.working() as actor:
        found = search(actor, event="detection.alert.reached_nobody", limit=5).rows
    assert str(alert.id) in [row.details["record"] for row in found]


def test_high_ones_are_told_again_until_somebody_takes_them_up(scene: Scene):
    alert = scene.alert(maria, severity="critical")
    first = tell(scene, alert)
    age(scene, alert, timedelta(minutes=20))
    assert len(told(alert)) == len(first)
    age(scene, alert, timedelta(minutes=11))
    assert len(told(alert)) == 2 * len(first)

    with samuel.acting() as officer:
        acknowledge(actor=officer, alert_id=alert.id)
    age(scene, alert, timedelta(hours=9))
    last = told(alert)[2 * len(first) :]
    assert {row.kind for row in last} == {"detection.alert_taken"}
    assert {row.way for row in last} == {"portal"}
    with inside(LAKESIDE):
        assert Alarm.objects.get(name=alarm_of(alert.id)).ended_at
    with scene.as_login("worker"):
        call_everywhere()
    assert told(alert)[2 * len(first) :] == last


def age(scene: Scene, alert: Alert, by: timedelta) -> None:
    """The alarm is that much older, and the worker looks."""
    with scene.working() as actor:
        alarm = Alarm.objects.get(name=alarm_of(alert.id))
        Alarm.objects.filter(id=alarm.id).update(told_at=alarm.told_at - by)
        call(actor)


def test_a_notice_says_nothing_but_a_fixed_sentence_and_leads_to_the_alert(scene: Scene):
    alert = scene.alert(maria, severity="high")
    (notice,) = [row for row in tell(scene, alert) if row.way == "email"]
    kind = kind_named(notice.kind)
    with inside(LAKESIDE):
        link = kind.link(About(LAKESIDE, notice.subject_id, samuel.user.id))
    assert link == url("alert", alert_id=alert.id)
    for said in ("Maria", str(alert.member_id), alert.rule):
        assert said not in kind.subject + kind.sentence + link
