"""Exercises that people file, and the overview. At Harbor, where nothing was filed yet."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from chaperone.continuity.drills.dues import dues
from chaperone.continuity.models import Exercise
from tests.cast import inside, today_there
from tests.continuity.asking import get, post, text, url
from tests.risks.cast import HERE, auditor, coach, officer, stranger
from tests.web.administration.asking import queries

pytestmark = pytest.mark.django_db(databases=["default", "apart"])


def sent(**changes):
    today = today_there()
    return {
        "kind": "tabletop",
        "title": "The database is gone",
        "held_on": (today - timedelta(days=3)).isoformat(),
        "took_part": "Tom, Priya",
        "result": "weak",
        "learned": "Nobody knew where the list lies.",
        "next_step": "Hang it up.",
        "owner_id": "",
        "due_on": (today + timedelta(days=7)).isoformat(),
        **changes,
    }


def only() -> Exercise:
    with inside(HERE):
        return Exercise.objects.get()


def test_an_exercise_is_filed_with_what_was_learned_and_its_next_step_is_done():
    assert "Nothing was tried out yet" in text(get(auditor, "drills:register"))
    assert post(officer, "drills:add", sent()).status_code == 302
    place = {"exercise_id": only().id}
    page = text(get(auditor, "drills:exercise", **place))
    for said in ("Tom, Priya", "Nobody knew where", "Hang it up.", "To be done"):
        assert said in page
    assert "An exercise of the contingency plans was filed." in page
    with inside(HERE):
        found = [each.what for each in dues(HERE, date(2099, 1, 1))]
    assert "Do what an exercise asked for: Hang it up." in found
    assert post(auditor, "drills:step_done", **place).status_code == 404
    assert post(officer, "drills:step_done", **place).status_code == 302
    assert post(officer, "drills:step_done", **place).status_code == 302
    assert only().done_on == today_there()
    with inside(HERE):
        assert not [each for each in dues(HERE, date(2099, 1, 1)) if "Hang" in each.what]


def test_the_plans_are_tried_out_each_year():
    with inside(HERE):
        (due,) = dues(HERE, date(2099, 1, 1))
    assert due.route == "continuity:drills:add"
    today = today_there()
    post(officer, "drills:add", sent(next_step="", due_on=""))
    with inside(HERE):
        (due,) = dues(HERE, date(2099, 1, 1))
        assert timedelta(days=360) < due.due_on - today < timedelta(days=366)
        assert list(dues(HERE, today + timedelta(days=300))) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "restore"},
        {"title": ""},
        {"title": "x" * 161},
        {"held_on": "2099-01-01"},
        {"held_on": "1026-01-01"},
        {"held_on": "soon"},
        {"took_part": ""},
        {"result": ["good", "weak"]},
        {"learned": "a\0b"},
        {"due_on": ""},
        {"next_step": ""},
        {"owner_id": "x"},
    ],
)
def test_a_wrong_exercise_is_refused_and_stays_typed(wrong):
    answer = post(officer, "drills:add", sent(**wrong))
    assert answer.status_code == 400
    assert "Tom, Priya" in text(answer) or "took_part" in wrong


def test_who_may_what():
    post(officer, "drills:add", sent())
    place = {"exercise_id": only().id}
    assert get(stranger, "drills:exercise", **place).status_code == 404
    assert get(coach, "drills:register").status_code == 404
    assert get(coach, "overview").status_code == 404
    assert get(auditor, "drills:add").status_code == 404
    assert get(officer, "drills:exercise", exercise_id=uuid4()).status_code == 404


def test_the_register_costs_the_same_for_few_and_many_and_is_taken_away():
    post(officer, "drills:add", sent())
    client = officer.client()
    few = queries(client, url("drills:register"))
    for number in range(5):
        client.post(url("drills:add"), sent(title=f"Exercise {number}"), secure=True)
    assert queries(client, url("drills:register")) == few
    assert few <= 16
    assert (
        "Exercise 4" in client.get("/registers/exercises/export.csv", secure=True).content.decode()
    )


def test_an_overview_with_nothing_says_so_and_what_to_do():
    shown = text(get(auditor, "overview"))
    for said in (
        "There is no whole backup.",
        "begin with the recovery order",
        "chaperone drill",
        "Not adopted yet",
        "proposed",
        "It is not the law today",
        "Not known yet",
    ):
        assert said in shown
    assert queries(auditor.client(), url("overview")) <= 26
