"""Reminders as the worker makes them, and as a mail server on this machine gets them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chaperone.access.actions.ending import end_access
from chaperone.duties.actions.remind import remind
from chaperone.duties.models import Reminder
from chaperone.duties.tasks import remind_everywhere
from chaperone.notices.actions.deliver import deliver
from chaperone.notices.models import Notice
from tests.cast import HARBOR, LAKESIDE, grace, inside, maria, samuel
from tests.duties.scene import due, only
from tests.fakes.mail_server import mail_server

pytestmark = pytest.mark.usefixtures("committed")
MORNING = datetime(2026, 11, 26, 14, 0, tzinfo=UTC)  # nine o'clock at Lakeside


@pytest.fixture
def reminded(as_login):
    """``reminded(days)`` runs the schedule so many days after the first morning."""

    def run(days: float = 0) -> int:
        with as_login("worker"):
            return remind(organization_id=LAKESIDE, now=MORNING + timedelta(days=days))

    return run


def made() -> list[tuple[int, str]]:
    with inside(LAKESIDE):
        rows = Reminder.objects.order_by("id")
        return [(row.step, row.user_id) for row in rows]


def test_each_step_reaches_whoever_may_do_it_once(monkeypatch, reminded):
    only(monkeypatch, due(60))
    assert reminded() == 1
    assert reminded() == reminded(0.2) == 0
    assert [reminded(day) for day in (1, 29, 30, 31, 53, 60, 61, 67, 68, 74)] == [
        0, 0, 1, 0, 1, 1, 0, 1, 0, 1,
    ]  # fmt: skip
    assert made() == [(step, samuel.user.id) for step in (60, 30, 7, 0, -1, -2)]


def test_a_schedule_that_stood_still_catches_up_with_one(monkeypatch, reminded):
    only(monkeypatch, due(60))
    assert reminded() == 1
    assert reminded(75) == 1
    assert [step for step, _ in made()] == [60, -2]


def test_a_duty_that_was_done_and_is_due_again_is_told_again(monkeypatch, reminded):
    source = only(monkeypatch, due(7))
    assert reminded() == 1
    source.dues = [due(7 + 365)]
    assert reminded(1) == 0
    assert reminded(365) == 1


def test_an_owner_alone_is_told_and_when_they_have_left_whoever_may_do_it(monkeypatch, reminded):
    only(monkeypatch, due(7, owner=maria.user.id))
    assert reminded() == 1
    assert made() == [(7, maria.user.id)]
    with samuel.acting() as actor:
        end_access(actor=actor, user_id=maria.user.id, reason="Left.")
    assert reminded(7) == 1
    assert made()[1:] == [(0, samuel.user.id)]


def test_nobody_is_told_at_night_nor_in_another_organization(monkeypatch, reminded, as_login):
    only(monkeypatch, due(0))
    assert reminded(-0.1) == 0  # before eight there
    with as_login("worker"):
        assert remind(organization_id=HARBOR, now=MORNING) == 0
    assert reminded() == 1


def test_the_mail_says_when_and_where_to_look_and_nothing_else(
    monkeypatch, reminded, as_login, settings
):
    found = due(-3, what="Access of Ursula to be reviewed")
    only(monkeypatch, found)
    reminded()
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.host, server.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        with as_login("worker"):
            deliver(organization_id=LAKESIDE)
            deliver(organization_id=LAKESIDE)
    (message,) = server.messages
    assert message.recipients == [samuel.email]
    assert "Subject: Something is overdue" in message.text
    with inside(LAKESIDE):
        reminder = Reminder.objects.get()
        assert Notice.objects.get(way="email").state == "sent"
    link = reverse("calendar:reminder", kwargs={"reminder_id": reminder.id})
    assert link in message.text.replace("=\n", "")
    assert "Ursula" not in message.text
    followed = samuel.client().get(link, secure=True)
    assert followed.status_code == 302
    assert grace.client().get(link, secure=True).status_code == 404


def test_a_duty_that_is_done_leads_to_the_calendar(monkeypatch, reminded):
    source = only(monkeypatch, due(0))
    reminded()
    source.dues = []
    with inside(LAKESIDE):
        reminder = Reminder.objects.get()
    link = reverse("calendar:reminder", kwargs={"reminder_id": reminder.id})
    followed = samuel.client().get(link, secure=True)
    assert followed["Location"] == reverse("calendar:calendar")


def test_one_list_that_fails_stops_no_other_and_is_seen(monkeypatch, as_login):
    only(monkeypatch, due(0))
    told = []

    def failing(*, organization_id, now):
        told.append(organization_id)
        if organization_id == LAKESIDE:
            raise ZeroDivisionError

    monkeypatch.setattr("chaperone.duties.tasks.remind", failing)
    with as_login("worker"), pytest.raises(ExceptionGroup):
        remind_everywhere(0)
    assert {LAKESIDE, HARBOR} <= set(told)


def test_a_thousand_duties_take_few_queries(monkeypatch, reminded, as_login):
    only(monkeypatch, *(due(70, key=f"tests.review:{number}") for number in range(1000)))
    reminded()
    with as_login("worker"), CaptureQueriesContext(connection) as asked:
        assert remind(organization_id=LAKESIDE, now=MORNING) == 0
    assert len(asked) <= 8
    assert not mail.outbox
