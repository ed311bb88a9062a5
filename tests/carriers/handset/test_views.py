"""The demo's phone in the browser."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from chaperone.access.actors import carrier
from chaperone.carriers.handset.actions import send_from_handset
from chaperone.carriers.handset.queries import STRANGER, index_of, line_of, phones, version
from chaperone.carriers.models import HandsetText, Number
from chaperone.database.identifiers import new_id
from chaperone.ledger.queries import Row, search
from tests.carriers.above import Above
from tests.cast import HARBOR_NUMBER, LAKESIDE, LAKESIDE_NUMBER, dewey, inside, ursula

pytestmark = pytest.mark.django_db(databases=["default", "apart"])

PAGE, SEND, MESSAGES = "/handset/", "/handset/send/", "/handset/messages/"


@pytest.fixture(autouse=True)
def demo(settings: Settings) -> None:
    settings.CHAPERONE_DEMO = True


def get(path: str, **query: str) -> Any:
    return Client().get(path, query, secure=True)


def post(**fields: str) -> Any:
    written = {"sender": ursula.phone, "recipient": LAKESIDE_NUMBER, "body": "Hello"} | fields
    return Client().post(SEND, written, secure=True)


def deliver(body: str) -> None:
    """What a worker does, in this test's transaction."""
    from django.utils import timezone

    with inside(LAKESIDE):
        HandsetText(
            organization_id=LAKESIDE,
            number_index=index_of(LAKESIDE, ursula.phone),
            direction="got",
            body=body,
            message_id=new_id(),
            at=timezone.now(),
        ).save(force_insert=True)


def opened() -> list[Row]:
    with inside(LAKESIDE):
        return search(carrier(LAKESIDE), event="access.record.appended").rows


@pytest.mark.parametrize("path", [PAGE, SEND, MESSAGES])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_exists_in_the_demo_only(settings: Settings, path: str, method: str) -> None:
    settings.CHAPERONE_DEMO = False
    response = Client().generic(method, path, secure=True)
    assert response.status_code == 404
    assert ursula.name not in response.content.decode()


def test_offers_the_phones_of_the_demo_and_a_stranger() -> None:
    page = get(PAGE).content.decode()
    for who in (ursula, dewey):
        assert f"{who.name}, {who.phone}" in re.sub(r"\s+", " ", page)
    assert STRANGER in page
    assert [phone.number for phone in phones()][-1] == STRANGER


def test_shows_the_line_of_the_phone_that_was_chosen() -> None:
    assert get(PAGE, **{"from": ursula.phone}).context["recipient"] == LAKESIDE_NUMBER
    assert get(PAGE, **{"from": dewey.phone}).context["recipient"] == HARBOR_NUMBER
    assert get(PAGE, **{"from": dewey.phone}).context["sender"] == dewey.phone


def test_shows_what_was_sent_and_what_came_oldest_first(above: Above) -> None:
    assert post(body="May I walk?\r\nToday?").status_code == 302
    deliver("Yes, ten minutes.")
    texts = get(PAGE, **{"from": ursula.phone}).context["texts"]
    assert [(text.mine, text.body) for text in texts] == [
        (True, "May I walk?\nToday?"),
        (False, "Yes, ten minutes."),
    ]
    assert above.bodies == ["May I walk?\nToday?"]


def test_a_phone_shows_its_own_texts_only(above: Above) -> None:
    post(body="private to Ursula")
    page = get(PAGE, **{"from": dewey.phone}).content.decode()
    assert "private to Ursula" not in page


def test_after_sending_the_browser_comes_back_as_the_same_phone(above: Above) -> None:
    assert post().url == f"{PAGE}?from=%2B{ursula.phone[1:]}"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"body": ""}, "Write something first."),
        ({"body": "x" * 1601}, "1600"),
        ({"body": "a\0b"}, "Null characters"),
    ],
)
def test_a_text_that_cannot_be_sent_stays_in_the_form(
    above: Above, fields: dict[str, str], sentence: str
) -> None:
    response = post(**fields)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert above.texts == []


def test_numbers_that_are_none_get_404(above: Above) -> None:
    assert get(PAGE, **{"from": "x"}).status_code == 404
    assert get(MESSAGES, **{"from": "x"}).status_code == 404
    assert post(sender="x", body="").status_code == 404
    assert post(sender="x").status_code == 404
    assert post(recipient="x").status_code == 404
    assert post(recipient="+16175550987").status_code == 404
    assert above.texts == []


def test_needs_the_token_of_the_form(above: Above) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(SEND, {"body": "Hello"}, secure=True).status_code == 403


def test_the_part_holds_the_texts_alone(above: Above) -> None:
    post(body="Hello there")
    part = get(MESSAGES, **{"from": ursula.phone}).content.decode()
    assert "Hello there" in part
    assert "<html" not in part


def test_the_version_moves_with_the_texts_and_opens_nothing(above: Above) -> None:
    def poll() -> Any:
        return get(MESSAGES, **{"from": ursula.phone, "version": "1"}).json()["version"]

    before = poll()
    assert before == poll()
    deliver("News")
    after = poll()
    assert after != before
    assert opened() == []
    assert version(sender=ursula.phone, line=line_of(ursula.phone)) == after
    assert get(PAGE, **{"from": ursula.phone}).context["version"] == after


def test_looking_leaves_an_access_record(above: Above) -> None:
    post(body="Hello")
    get(MESSAGES, **{"from": ursula.phone})
    [record] = opened()
    assert record.details["place"] == "carriers.handset"
    assert record.elements == ["carriers_handsettext.body"]


def test_without_a_line_there_is_no_page() -> None:
    from tests.cast import HARBOR

    for organization_id in (LAKESIDE, HARBOR):
        with inside(organization_id):
            Number.objects.update(carrier="aws")
    assert get(PAGE).status_code == 404


def test_a_long_thread_shows_its_end(above: Above) -> None:
    for number in range(102):
        send_from_handset(sender=ursula.phone, body=f"text {number}")
    with connection.cursor():
        texts = get(PAGE, **{"from": ursula.phone}).context["texts"]
    assert [texts[0].body, texts[-1].body, len(texts)] == ["text 2", "text 101", 100]
