"""When the office is closed, a member is told once when somebody will answer."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from chaperone.conversations.actions.take_over import take_over
from chaperone.conversations.after_hours import opening_in_words
from chaperone.duties.settings import CLOSED_DAYS, OFFICE_DAYS
from chaperone.organizations.actions import change_setting
from tests.cast import grace, maria, ursula
from tests.conversations.scene import Scene

UNKNOWN = "Who won the ball game yesterday?"
NEW_YORK = ZoneInfo("America/New_York")


def close_the_office() -> None:
    """Open tomorrow only, so that it is closed at any hour of today."""
    with grace.acting() as actor:
        tomorrow = (timezone.now().astimezone(NEW_YORK).weekday() + 1) % 7
        change_setting(actor=actor, setting=OFFICE_DAYS, value=[str(tomorrow)], reason="Tests.")


def told(scene: Scene) -> list[str]:
    return [said.body for said in scene.outbound(ursula) if "office" in said.body]


def test_a_text_that_is_left_to_a_person_is_answered_once_with_the_time(scene: Scene) -> None:
    close_the_office()
    for _ in range(2):
        scene.text(ursula, UNKNOWN)
    scene.work()

    (body,) = told(scene)
    assert " at 8:00 AM. " in body
    assert "911" in body


def test_who_is_answered_by_the_assistant_or_in_an_emergency_is_not_told(scene: Scene) -> None:
    close_the_office()
    scene.text(ursula, "What is A1C?")
    scene.text(ursula, "I have chest pain and can't breathe")
    scene.work()

    assert told(scene) == []


def test_a_coach_who_answers_is_away_too_and_stop_is_kept(scene: Scene) -> None:
    close_the_office()
    with maria.acting() as coach:
        take_over(actor=coach, conversation_id=ursula.member.id)
    scene.text(ursula, UNKNOWN)
    scene.work()
    assert len(told(scene)) == 1

    scene.text(ursula, "STOP")
    scene.text(ursula, UNKNOWN)
    scene.work()
    assert len(told(scene)) == 1


def test_without_office_hours_nothing_is_promised(scene: Scene) -> None:
    scene.text(ursula, UNKNOWN)
    scene.work()

    assert told(scene) == []


def test_days_are_kept_in_order_and_once() -> None:
    assert CLOSED_DAYS.clean("2027-01-01,2026-12-25 2027-01-01") == "2026-12-25, 2027-01-01"


@pytest.mark.parametrize(
    ("language", "days", "words"),
    [
        ("en", 0, "on Monday at 8:30 AM"),
        ("es", 0, "el lunes a las 8:30"),
        ("en", 9, "on Monday, November 30, at 8:30 AM"),
        ("es", 9, "el lunes 30 de noviembre a las 8:30"),
        ("other", 0, "on Monday at 8:30 AM"),
    ],
)
def test_the_time_in_words(language: str, days: int, words: str) -> None:
    opens = datetime(2026, 11, 30, 13, 30, tzinfo=UTC)
    now = datetime(2026, 11, 30 - (days or 2), tzinfo=UTC)
    assert opening_in_words(opens, now, NEW_YORK, language) == words
