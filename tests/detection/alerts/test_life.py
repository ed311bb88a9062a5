"""What people do with alerts, and what nobody does with one about themself."""

from uuid import UUID

import pytest
from django.db import DatabaseError, connection

from chaperone.access.actors import operator
from chaperone.access.context import acting_for
from chaperone.detection.alerts.actions.judge import close, reopen
from chaperone.detection.alerts.actions.take_up import acknowledge, assign, note
from chaperone.detection.alerts.errors import (
    AlreadyClosed,
    AlreadyTaken,
    NoSuchAlert,
    NotAssignable,
    NotClosed,
)
from chaperone.detection.alerts.queries.alerts import alerts_of, ranked, waiting
from chaperone.detection.alerts.queries.verdicts import Judged, verdicts_of
from chaperone.detection.models import Alert, Remark
from chaperone.ledger.queries import search
from chaperone.notices.models import Notice
from chaperone.registers.queries.history import history_of
from tests.cast import HARBOR, LAKESIDE, inside, maria, priya, samuel, tom
from tests.detection.scene import Scene

REASON = "She covered for Daniel, who told Ursula Okonjo so."


def again(alert: Alert) -> Alert:
    with inside(LAKESIDE):
        return Alert.objects.get(id=alert.id)


def test_an_alert_is_taken_up_judged_and_opened_again_and_each_step_is_in_the_ledger(scene: Scene):
    alert = scene.alert(maria)
    with samuel.acting() as officer:
        acknowledge(actor=officer, alert_id=alert.id)
        note(actor=officer, alert_id=alert.id, text="Called her.")
        close(actor=officer, alert_id=alert.id, verdict="legitimate", reason=REASON)
    found = again(alert)
    assert (found.state, found.verdict, found.closed_by) == ("closed", "legitimate", samuel.user.id)
    assert found.verdict_reason is not None
    assert found.verdict_reason.reveal() == REASON

    with samuel.acting() as officer:
        reopen(actor=officer, alert_id=alert.id, reason="She was not asked by him.")
        kept = {each.act: each for each in Remark.objects.filter(alert_id=alert.id)}
        steps = [change.sentence for change in history_of(officer, alert.id)]
    found = again(alert)
    assert (found.state, found.verdict, found.verdict_reason) == ("acknowledged", "", None)
    assert set(kept) == {"noted", "closed", "reopened"}
    assert kept["closed"].text.reveal() == REASON
    assert kept["closed"].verdict == "legitimate"
    assert steps == [
        "A closed alert was opened again.",
        "An alert was judged and closed.",
        "A note was added to an alert.",
        "Somebody took an alert up.",
    ]


def test_what_was_written_stands_nowhere_in_the_clear(scene: Scene):
    alert = scene.alert(maria)
    with samuel.acting() as officer:
        close(actor=officer, alert_id=alert.id, verdict="confirmed", reason=REASON)
        reopen(actor=officer, alert_id=alert.id, reason=REASON)
        entries = search(officer, limit=10).rows
        with connection.cursor() as cursor:
            cursor.execute("select string_agg(r::text, '') from detection_remark r")
            (rows,) = cursor.fetchone()
    assert "Ursula" not in rows
    assert "Ursula" not in str([entry.details for entry in entries])


def test_the_person_an_alert_is_about_does_not_find_it_by_any_way(scene: Scene):
    alert = scene.alert(samuel, severity="critical")
    with samuel.acting() as officer:
        for act in (
            lambda: acknowledge(actor=officer, alert_id=alert.id),
            lambda: assign(actor=officer, alert_id=alert.id, user_id=officer.user_id),
            lambda: note(actor=officer, alert_id=alert.id, text="Nothing."),
            lambda: close(actor=officer, alert_id=alert.id, verdict="false_alarm", reason="No."),
            lambda: reopen(actor=officer, alert_id=alert.id, reason="No."),
        ):
            with pytest.raises(NoSuchAlert):
                act()
        assert alert.id not in {row.id for row in alerts_of(officer)}
        # By plain SQL, too: row security asks who is signed in.
        with connection.cursor() as cursor:
            for table, column in (("alert", "id"), ("alert_entry", "alert_id")):
                cursor.execute(f"select from detection_{table} where {column} = %s", [alert.id])
                assert cursor.rowcount == 0
            cursor.execute("update detection_alert set state = 'closed' where id = %s", [alert.id])
            assert cursor.rowcount == 0
    assert again(alert).state == "new"


def test_another_organization_finds_nothing(scene: Scene):
    alert = scene.alert(maria)
    with tom.acting() as stranger:
        assert list(alerts_of(stranger)) == []
        with pytest.raises(NoSuchAlert):
            close(actor=stranger, alert_id=alert.id, verdict="false_alarm", reason="No.")
    with inside(HARBOR):
        assert not Alert.objects.filter(id=alert.id).exists()


def test_a_second_officer_judges_what_the_first_may_not_see(scene: Scene):
    alert = scene.alert(samuel)
    other = scene.second_officer()
    with other.acting() as officer:
        acknowledge(actor=officer, alert_id=alert.id)
        with pytest.raises(NotAssignable):
            assign(actor=officer, alert_id=alert.id, user_id=samuel.user.id)
        close(actor=officer, alert_id=alert.id, verdict="policy_breach", reason="He was curious.")
    assert again(alert).verdict == "policy_breach"


def test_what_was_decided_is_not_decided_twice(scene: Scene):
    alert = scene.alert(maria)
    with samuel.acting() as officer:
        with pytest.raises(NotClosed):
            reopen(actor=officer, alert_id=alert.id, reason="Why not.")
        with pytest.raises(ValueError, match="is not a valid"):
            close(actor=officer, alert_id=alert.id, verdict="guilty", reason="So.")
        with pytest.raises(NotAssignable):
            assign(actor=officer, alert_id=alert.id, user_id=maria.user.id)
        with pytest.raises(NotAssignable):
            assign(actor=officer, alert_id=alert.id, user_id=priya.user.id)
        acknowledge(actor=officer, alert_id=alert.id)
        with pytest.raises(AlreadyTaken):
            acknowledge(actor=officer, alert_id=alert.id)
        close(actor=officer, alert_id=alert.id, verdict="confirmed", reason="So.")
        with pytest.raises(AlreadyClosed):
            close(actor=officer, alert_id=alert.id, verdict="confirmed", reason="So.")
        with pytest.raises(NoSuchAlert):
            close(actor=officer, alert_id=UUID(int=1), verdict="confirmed", reason="So.")


def test_who_is_given_an_alert_is_told(scene: Scene):
    alert, other = scene.alert(maria), scene.second_officer()
    with samuel.acting() as officer:
        assign(actor=officer, alert_id=alert.id, user_id=other.user.id)
    with inside(LAKESIDE):
        told = Notice.objects.filter(subject_id=alert.id, recipient_id=other.user.id)
        assert {row.way for row in told} == {"email", "portal"}
        assert {row.kind for row in told} == {"detection.alert_assigned"}
    assert (again(alert).state, again(alert).assigned_to) == ("assigned", other.user.id)


def test_verdicts_are_counted_by_rule_and_features(scene: Scene):
    for verdict in ("legitimate", "false_alarm", "confirmed", "policy_breach", "legitimate"):
        alert = scene.alert(maria, rule="name_sweep", features="coach,after_hours")
        with samuel.acting() as officer:
            close(actor=officer, alert_id=alert.id, verdict=verdict, reason="So.")
    scene.alert(maria, rule="name_sweep", features="coach,after_hours")
    with scene.working() as actor:
        assert verdicts_of(actor)["name_sweep", "coach,after_hours"] == Judged(2, 3)
    with scene.working(HARBOR) as actor:
        assert verdicts_of(actor) == {}


def test_what_is_explained_stands_apart_and_the_rest_by_rank(scene: Scene):
    known = scene.alert(maria, rule="self", explained_by="assigned")
    low, high = (scene.alert(maria, rule="self", score=score) for score in (0.1, 0.9))
    with samuel.acting() as officer:
        suspicious = [row.id for row in ranked(officer, explained=False).filter(rule="self")]
        explained = [row.id for row in ranked(officer, explained=True).filter(rule="self")]
        counted = waiting(officer)
    assert suspicious == [high.id, low.id]
    assert explained == [known.id]
    assert counted.explained >= 1
    assert counted.urgent >= 2


@pytest.mark.parametrize("login", ["web", "worker"])
def test_no_login_deletes_or_writes_over_what_was_said(scene: Scene, login: str) -> None:
    alert = scene.alert(maria)
    with samuel.acting() as officer:
        note(actor=officer, alert_id=alert.id, text="A note.")
    statements = [
        "delete from detection_alert",
        "delete from detection_alert_entry",
        "delete from detection_remark",
        "update detection_remark set text = null",
        "update detection_alert set actor_id = null",
        "update detection_alert set raised_at = now()",
    ]
    if login == "worker":
        statements.append("update detection_alert set verdict = 'false_alarm'")
    with scene.as_login(login):
        for statement in statements:
            with (
                pytest.raises(DatabaseError, match="permission denied"),
                acting_for(operator(LAKESIDE)),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)
