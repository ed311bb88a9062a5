"""The rota's pages, Today, and the fixed texts' pages, as the people who use them."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from chaperone.conversations.texts.defaults import default_text
from chaperone.duties.queries import number_of, rota_of
from tests.cast import daniel, grace, maria, samuel, today_there, tom
from tests.duties.scene import only

pytestmark = pytest.mark.django_db(databases=["default", "apart"])
OURS = "Lakeside: this may be an emergency. Call 911 now."


def this_monday() -> Any:
    today = today_there()
    return today - timedelta(days=today.weekday())


def page(client: Client, name: str, /, **arguments: Any) -> str:
    response = client.get(reverse(name, kwargs=arguments), secure=True)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def sent(client: Client, name: str, data: dict[str, Any], /, **arguments: Any) -> Any:
    return client.post(reverse(name, kwargs=arguments), data, secure=True, follow=True)


def test_an_empty_rota_is_an_alarm_on_the_officers_home_and_a_filled_one_is_none() -> None:
    officer, lead = samuel.client(), grace.client()
    assert officer.get(reverse("web:home"), secure=True)["Location"] == reverse("today:today")
    assert "Nobody is on call" in page(officer, "today:today")

    weeks = {"person": daniel.user.id, "monday": this_monday(), "weeks": 4}
    assert b"Saved." in sent(lead, "on_call:weeks", weeks).content

    # This week's hand-over may be still to come: then the gap before it is told, and no other.
    with grace.acting() as actor:
        now = timezone.now()
        left = rota_of(actor, since=now).gaps(now, now + timedelta(days=7))
    assert ("Nobody is on call" in page(officer, "today:today")) == bool(left)
    assert "Daniel Osei" in page(maria.client(), "on_call:rota")


def test_a_gap_in_the_next_days_is_an_alarm_too() -> None:
    lead = grace.client()
    for monday in (this_monday() - timedelta(days=7), this_monday()):
        weeks = {"person": daniel.user.id, "monday": monday, "weeks": 2}
        sent(lead, "on_call:weeks", weeks)
    tomorrow = today_there() + timedelta(days=1)
    away = {"person": daniel.user.id, "first_day": tomorrow, "last_day": tomorrow}
    assert b"Saved." in sent(lead, "on_call:away", away).content

    assert "Nobody is on call" in page(samuel.client(), "today:today")


def test_cover_and_swap_and_a_holiday_taken_back() -> None:
    lead = grace.client()
    for person, monday in ((daniel, this_monday()), (maria, this_monday() + timedelta(days=7))):
        sent(lead, "on_call:weeks", {"person": person.user.id, "monday": monday, "weeks": 1})
    swap = {"monday": this_monday(), "other_monday": this_monday() + timedelta(days=7)}
    assert b"Swapped." in sent(lead, "on_call:swap", swap).content
    tomorrow = today_there() + timedelta(days=1)
    cover = {
        "person": maria.user.id,
        "begins_on": tomorrow,
        "begins_at": "09:00",
        "ends_on": tomorrow,
        "ends_at": "17:30",
    }
    assert b"They cover" in sent(lead, "on_call:cover", cover).content
    sent(
        lead,
        "on_call:away",
        {"person": maria.user.id, "first_day": tomorrow, "last_day": tomorrow},
    )
    shown = lead.get(reverse("on_call:rota"), secure=True)
    ((away, _name),) = shown.context["away"]

    taken_back = sent(lead, "on_call:away_withdraw", {}, away_id=away.id)
    again = sent(lead, "on_call:away_withdraw", {}, away_id=away.id)

    assert b"Taken back." in taken_back.content
    assert b"taken back already" in again.content


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("weeks", {}),
        ("weeks", {"person": "x", "monday": "2026-11-24", "weeks": "0"}),
        ("weeks", {"person": "\0", "monday": "\0", "weeks": "9" * 40}),
        ("cover", {"begins_on": "9999-12-31", "begins_at": "25:00", "ends_on": "x"}),
        ("swap", {"monday": "nobody", "other_monday": ""}),
        ("away", {"first_day": "0001-01-01", "last_day": "2026-02-30"}),
        ("number", {"phone": "911"}),
        ("number", {"phone": "+1617555\0"}),
        ("number", {"phone": ["+16175550142", "+16175550143"]}),
        ("webhook", {"url": "http://example.com/"}),
        ("webhook", {"url": "https://me:secret@example.com/"}),
        ("webhook", {"url": "x" * 600}),
        ("webhook", {"url": "https://example.com/", "style": "events"}),
        ("webhook", {"url": "https://example.com/", "style": "events", "routing_key": "a b"}),
        ("webhook", {"url": "https://example.com/", "style": "x"}),
        ("webhook", {"url": "https://example.com/", "routing_key": "R0ut1ng"}),
    ],
)
def test_what_is_wrong_is_said(name: str, data: dict[str, Any]) -> None:
    response = sent(grace.client(), f"on_call:{name}", data)

    assert response.status_code == 400
    assert b'class="wrong"' in response.content or b'role="alert"' in response.content


def test_only_people_who_may_be_called_are_offered_and_taken() -> None:
    stranger = {"person": tom.user.id, "monday": this_monday(), "weeks": 1}
    shown = page(grace.client(), "on_call:weeks")

    assert "Daniel Osei" in shown
    assert "Tom Becker" not in shown
    assert "Ines Duarte" not in shown  # an auditor is not called
    assert sent(grace.client(), "on_call:weeks", stranger).status_code == 400


def test_everybody_sets_their_own_number() -> None:
    client = daniel.client()
    assert "Set your mobile number" in page(client, "on_call:rota")
    sent(client, "on_call:number", {"phone": "+1 (617) 555-0142"})

    assert "Set your mobile number" not in page(client, "on_call:rota")
    with daniel.acting() as actor:
        assert number_of(actor.organization_id, daniel.user.id) == "+16175550142"
        assert number_of(actor.organization_id, maria.user.id) is None


def test_a_pagers_key_is_kept_and_never_shown() -> None:
    lead = grace.client()
    asked = {"url": "https://events.pager.example/x", "style": "events", "routing_key": "R0ut1ng"}

    assert b"Set. It is told from now on." in sent(lead, "on_call:webhook", asked).content
    shown = page(lead, "on_call:webhook")
    assert "PagerDuty Events API v2" in shown
    assert "R0ut1ng" not in shown


def test_a_webhooks_secret_is_shown_once() -> None:
    lead = grace.client()

    shown = sent(lead, "on_call:webhook", {"url": "https://events.pager.example/x"})

    assert b"whsec_" in shown.content
    assert "whsec_" not in page(lead, "on_call:webhook")
    assert "events.pager.example" in page(lead, "on_call:rota")
    assert b"Ended." in sent(lead, "on_call:webhook_end", {}).content


def test_a_text_is_drafted_by_one_and_approved_by_another() -> None:
    writer, officer = grace.client(), samuel.client()
    this = {"name": "emergency", "language": "en"}
    assert b"once somebody else" in sent(writer, "fixed_texts:text", {"body": OURS}, **this).content
    assert "Emergency, English" in page(officer, "today:today")
    shown = officer.get(reverse("fixed_texts:text", kwargs=this), secure=True)
    (draft,) = shown.context["drafts"]

    own = sent(writer, "fixed_texts:approve", {}, text_id=draft.id)
    assert b"Somebody else must decide" in own.content
    assert default_text("emergency", "en") in page(writer, "fixed_texts:texts")

    assert b"sent from now on" in sent(officer, "fixed_texts:approve", {}, text_id=draft.id).content
    assert OURS in page(writer, "fixed_texts:texts")
    again = sent(officer, "fixed_texts:refuse", {}, text_id=draft.id)
    assert b"decided on this text meanwhile" in again.content


@pytest.mark.parametrize("body", ["", "Call somebody.", "Call 911: https://x.example", "x" * 500])
def test_a_text_that_could_not_be_approved_is_not_drafted(body: str) -> None:
    this = {"name": "emergency", "language": "en"}
    response = sent(grace.client(), "fixed_texts:text", {"body": body}, **this)

    assert response.status_code == 400
    assert b"Draft of" not in response.content


@pytest.mark.parametrize(("name", "language"), [("emergency", "fr"), ("x", "en"), ("..", "en")])
def test_there_is_no_other_text(name: str, language: str) -> None:
    address = reverse("fixed_texts:text", kwargs={"name": name, "language": language})
    assert grace.client().get(address, secure=True).status_code == 404


@pytest.mark.parametrize(
    ("name", "most"), [("today:today", 23), ("on_call:rota", 16), ("fixed_texts:texts", 8)]
)
def test_pages_take_a_known_number_of_queries(
    name: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(monkeypatch)  # what each source takes is counted in tests/web/calendar
    client, address = samuel.client(), reverse(name)
    counts = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address, secure=True).status_code == 200
        counts.append(len(captured))
    assert min(counts) == most, counts
