"""The operators' page: what stands how, who is told, and who may see it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from chaperone.notices.models import Alarm, Standing
from tests.cast import OPERATIONS, amara, grace, inside, noah, samuel

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture(autouse=True)
def _without_redirects(settings) -> None:
    settings.SECURE_SSL_REDIRECT = False


@pytest.fixture
def alarm(as_login) -> Alarm:
    now = timezone.now()
    with as_login("worker"), inside(OPERATIONS):
        for name, state in (("disk.free", "alarm"), ("queue.age", "ok")):
            Standing.objects.create(
                name=name,
                label=f"Label of {name}",
                value=3,
                unit="%",
                state=state,
                sentence=f"It is {state}.",
                remedy="Mend it.",
                taken_at=now,
                since=now,
            )
        return Alarm.objects.create(
            organization_id=OPERATIONS, name="reading.disk.free", told_at=now
        )


def test_the_worst_comes_first_with_what_to_do(alarm: Alarm) -> None:
    page = noah.client().get("/status/").content.decode()
    assert page.index("Label of disk.free") < page.index("Label of queue.age")
    assert page.count("What to do:") == 1
    assert "Tell nobody again for a while" in page


def test_the_page_teaches_where_nothing_was_read_yet() -> None:
    assert "Nothing was read yet" in noah.client().get("/status/").content.decode()


def test_its_queries_do_not_grow(alarm: Alarm, as_login, django_assert_max_num_queries) -> None:
    browser = noah.client()
    browser.get("/status/")
    with as_login("worker"), inside(OPERATIONS):
        for number in range(8):
            Alarm.objects.create(
                organization_id=OPERATIONS, name=f"reading.x{number}", told_at=timezone.now()
            )
    with django_assert_max_num_queries(16):
        browser.get("/status/")


@pytest.mark.parametrize("person", [samuel, grace])
def test_customers_do_not_see_the_machine(alarm: Alarm, person) -> None:
    browser = person.client()
    assert browser.get("/status/").status_code == 404
    assert browser.get(f"/status/{alarm.id}/quieten/").status_code == 404
    assert "System status" not in browser.get("/today/").content.decode()


def test_an_alarm_is_quietened_with_a_reason(alarm: Alarm) -> None:
    browser = amara.client()
    sent = browser.post(f"/status/{alarm.id}/quieten/", {"hours": "4", "reason": "A disk comes."})
    assert sent["Location"] == "/status/"
    with inside(OPERATIONS):
        alarm.refresh_from_db()
    assert alarm.quieted_by == amara.user.id
    assert timedelta(hours=3) < alarm.quiet_until - timezone.now() <= timedelta(hours=4)


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"hours": "4", "reason": " "},
        {"hours": "5", "reason": "x"},
        {"hours": "4", "reason": "x" * 301},
        {"hours": "4", "reason": "a\x00b"},
        {"hours": ["4", "999"], "reason": "x"},
    ],
)
def test_bad_input_gets_a_sentence(alarm: Alarm, sent) -> None:
    response = amara.client().post(f"/status/{alarm.id}/quieten/", sent)
    assert response.status_code == 400
    with inside(OPERATIONS):
        alarm.refresh_from_db()
    assert alarm.quiet_until is None


def test_an_alarm_that_is_not_there_is_a_404() -> None:
    assert amara.client().get(f"/status/{uuid4()}/quieten/").status_code == 404
    assert Client().get("/status/").status_code == 302
