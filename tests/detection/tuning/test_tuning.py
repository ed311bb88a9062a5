"""A rule is changed for a time, for a reason, and not unseen."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chaperone.detection.models import Tuning
from chaperone.detection.rules.rule import rule_named, rules
from chaperone.detection.tuning.actions import restore, tune
from chaperone.detection.tuning.errors import (
    NoSuchRule,
    NothingChanged,
    NotTuned,
    WrongEnd,
    WrongThreshold,
)
from chaperone.detection.tuning.queries import record_of, rules_of
from chaperone.notices.models import Notice
from tests.cast import LAKESIDE, grace, ines, inside, maria, samuel, today_there, tom
from tests.detection.scene import Scene, get, post, text

REASON = "Ursula Okonjo's campaign week."


def in_days(days: int) -> date:
    return today_there() + timedelta(days=days)


def change(**values: object) -> None:
    said = {"rule": "volume", "off": False, "at_least": 90, "reason": REASON, "until": in_days(9)}
    with samuel.acting() as officer:
        tune(actor=officer, **said | values)


def test_a_changed_rule_is_what_the_engine_goes_by_until_its_end(scene: Scene):
    change()
    change(rule="vip", at_least=None, off=True)
    with scene.working() as actor:
        found = {rule.name: rule for rule in rules_of(actor)}
    assert found["volume"].at_least == 90
    assert "vip" not in found
    assert len(found) == len(rules()) - 1
    with scene.as_login("owner"), inside(LAKESIDE):
        Tuning.objects.update(until=in_days(-1))
    with scene.working() as actor:
        assert [replace(each, alone=True) for each in rules_of(actor)] == list(rules())


def test_putting_back_ends_it_and_a_new_change_replaces_the_old(scene: Scene):
    change(at_least=70)
    change(at_least=80)
    with samuel.acting() as officer:
        restore(actor=officer, rule="volume")
        with pytest.raises(NotTuned):
            restore(actor=officer, rule="volume")
    with scene.working() as actor:
        assert {rule.name: rule for rule in rules_of(actor)}["volume"] == rule_named("volume")


def test_everybody_else_who_may_see_alerts_is_told_and_the_reason_is_sealed(scene: Scene):
    change()
    with inside(LAKESIDE):
        told = Notice.objects.filter(subject_id=record_of(LAKESIDE, "volume"), way="email")
        assert {row.recipient_id for row in told} == {ines.user.id}
        with connection.cursor() as cursor:
            cursor.execute("select string_agg(t::text, '') from detection_tuning t")
            assert "Ursula" not in cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"rule": "no_such"}, NoSuchRule),
        ({"rule": "vip"}, WrongThreshold),
        ({"at_least": None}, NothingChanged),
        ({"at_least": rule_named("volume").at_least}, NothingChanged),
        ({"until": in_days(0)}, WrongEnd),
        ({"until": in_days(91)}, WrongEnd),
    ],
)
def test_what_is_no_change_is_refused(scene: Scene, values: dict, error: type[Exception]):
    with pytest.raises(error):
        change(**values)


def test_the_page_lists_every_rule_with_what_was_changed(scene: Scene):
    sent = {"off": "on", "reason": REASON, "until": in_days(5).isoformat()}
    assert post(samuel, "rules:adjust", sent, rule="household").status_code == 302
    client = ines.client()
    client.get("/detection/rules/", secure=True)
    with CaptureQueriesContext(connection) as captured:
        page = text(client.get("/detection/rules/", secure=True))
    assert len(captured) <= 15
    for rule in rules():
        assert rule.sources[0].split("&")[0] in page.replace("&#x27;", "'"), rule.name
    assert "Off for a time" in page
    assert REASON.replace("'", "&#x27;") in page
    assert "Put it back now" in text(get(samuel, "rules:adjust", rule="household"))
    assert post(samuel, "rules:restore", rule="household").status_code == 302


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"off": "on", "until": "2026-13-01", "reason": "So."},
        {"at_least": "many", "until": "2027-01-01", "reason": "So."},
        {"at_least": ["70", "80"], "until": "2027-01-01", "reason": "So."},
        {"off": "on", "until": "2099-01-01", "reason": "\0"},
    ],
)
def test_bad_input_is_said_on_the_page(scene: Scene, sent: dict):
    assert post(samuel, "rules:adjust", sent, rule="volume").status_code == 400


def test_only_who_handles_alerts_changes_rules(scene: Scene):
    for person in (maria, grace, ines, tom):
        assert post(person, "rules:restore", rule="volume").status_code in (302, 404)
    assert get(ines, "rules:register").status_code == 200
    assert get(maria, "rules:register").status_code == 404
    assert get(samuel, "rules:adjust", rule="no-such").status_code == 404
