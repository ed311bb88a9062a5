"""Acknowledging: once, by who was called, by page, link or text; and everything that must not."""

from uuid import UUID

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from chaperone.access.actions import end_access
from chaperone.carriers.handset.actions import send_from_handset
from chaperone.carriers.models import UnknownText
from chaperone.conversations.models import Page
from chaperone.conversations.paging import tokens
from chaperone.conversations.paging.events import ACKNOWLEDGING_REFUSED, PAGE_ACKNOWLEDGED
from chaperone.conversations.paging.tokens import Token, token_for
from chaperone.duties.actions import set_contact
from chaperone.notices.actions.deliver import deliver
from chaperone.notices.models import Notice
from tests.cast import (
    HARBOR,
    LAKESIDE,
    LAKESIDE_NUMBER,
    STRANGERS_NUMBER,
    Person,
    daniel,
    grace,
    inside,
    maria,
    priya,
    samuel,
)
from tests.conversations.paging.scene import (
    call,
    details_of,
    in_danger,
    page,
    put_on_call,
    time_is_over,
    told,
)
from tests.conversations.scene import Scene

NUMBER = "+16175550142"


def link_of(found: Page, person: Person, organization: UUID = LAKESIDE) -> str:
    token = token_for(Token(organization, found.id, person.user.id))
    return reverse("paging:by_link", kwargs={"token": token})


def acknowledged() -> list[dict[str, object]]:
    return details_of(PAGE_ACKNOWLEDGED)


def test_by_link_after_a_question_and_nobody_is_called_any_more(scene: Scene) -> None:
    put_on_call(daniel)
    found = in_danger(scene)
    call(scene)
    link, browser = link_of(found, daniel), Client()

    shown = browser.get(link, secure=True)
    assert shown.status_code == 200
    assert page().acknowledged_at is None  # programs open links in mails

    done = browser.post(link, secure=True)
    assert b"Thank you" in done.content
    assert (page().acknowledged_by, page().acknowledged_via) == (daniel.user.id, "link")
    for content in (shown.content, done.content):
        assert b"Ursula" not in content
        assert b"chest" not in content
    call(scene)
    assert told() == [daniel.user.id]


def test_twice_and_by_two_the_first_stays_and_one_entry_is_written(scene: Scene) -> None:
    found = in_danger(scene)

    first = Client().post(link_of(found, daniel), secure=True)
    again = Client().post(link_of(found, daniel), secure=True)
    other = maria.client().post(
        reverse("paging:acknowledge", kwargs={"page_id": found.id}), secure=True, follow=True
    )

    assert b"Thank you" in first.content
    assert b"You see to it already" in again.content
    assert b"Daniel Osei sees to it already" in other.content
    assert page().acknowledged_by == daniel.user.id
    assert [each["via"] for each in acknowledged()] == ["link"]


def test_signed_in_from_the_thread(scene: Scene) -> None:
    found = in_danger(scene)
    browser = maria.client()
    thread = reverse("conversations:thread", kwargs={"conversation_id": found.member_id})
    assert b"Somebody is needed" in browser.get(thread, secure=True).content

    done = browser.post(
        reverse("paging:acknowledge", kwargs={"page_id": found.id}), secure=True, follow=True
    )

    assert b"Nobody else is called" in done.content
    assert b"Somebody is needed" not in done.content
    assert page().acknowledged_via == "page"


def test_whoever_is_called_and_does_not_reach_the_member_acknowledges_and_reads_nothing(
    scene: Scene,
) -> None:
    put_on_call(daniel)
    found = in_danger(scene)

    done = daniel.client().post(
        reverse("paging:acknowledge", kwargs={"page_id": found.id}), secure=True, follow=True
    )

    assert done.redirect_chain[-1][0].endswith(
        reverse("paging:reach", kwargs={"page_id": found.id})
    )
    assert b"Ursula" not in done.content
    assert b"chest" not in done.content
    assert page().acknowledged_by == daniel.user.id


@pytest.mark.parametrize("change", ["forged", "other key", "cut", "other page", "no token"])
def test_a_forged_link_does_nothing(scene: Scene, change: str) -> None:
    found = in_danger(scene)
    token = token_for(Token(LAKESIDE, found.id, daniel.user.id))
    forged = {
        "forged": token[:-3] + "abc",
        "other key": signing.dumps([LAKESIDE.hex, found.id.hex], key="x" * 50),
        "cut": token[: len(token) // 2],
        "other page": token_for(Token(LAKESIDE, UUID(int=7), daniel.user.id)),
        "no token": "x",
    }[change]

    answered = Client().post(reverse("paging:by_link", kwargs={"token": forged}), secure=True)

    assert answered.status_code == 404
    assert page().acknowledged_at is None


def test_an_old_link_does_nothing(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    found = in_danger(scene)
    link = link_of(found, daniel)
    monkeypatch.setattr(tokens, "HOURS", -1)

    assert Client().post(link, secure=True).status_code == 404
    assert page().acknowledged_at is None


def test_nobody_of_another_organization_acknowledges(scene: Scene) -> None:
    found = in_danger(scene)

    theirs = [link_of(found, priya), link_of(found, priya, HARBOR), link_of(found, daniel, HARBOR)]
    for link in theirs:
        assert Client().post(link, secure=True).status_code == 404
    signed_in = priya.client().post(
        reverse("paging:acknowledge", kwargs={"page_id": found.id}), secure=True
    )
    assert signed_in.status_code == 404
    assert page().acknowledged_at is None


def test_who_has_left_does_not_acknowledge(scene: Scene) -> None:
    found = in_danger(scene)
    link = link_of(found, daniel)
    with samuel.acting() as officer:
        end_access(actor=officer, user_id=daniel.user.id, reason="Left.")

    assert Client().post(link, secure=True).status_code == 404
    assert page().acknowledged_at is None


def called_by_text(scene: Scene) -> Page:
    """Daniel was called by a text message to his own number."""
    with daniel.acting() as actor:
        set_contact(actor=actor, user_id=daniel.user.id, phone=NUMBER)
    put_on_call(daniel)
    in_danger(scene)
    call(scene)
    with scene.as_login("worker"):
        deliver(organization_id=LAKESIDE)
    return page()


def reply_by_text(body: str, sender: str = NUMBER) -> None:
    send_from_handset(sender=sender, recipient=LAKESIDE_NUMBER, body=body)


def test_by_text_with_the_code(scene: Scene) -> None:
    found = called_by_text(scene)
    with inside(LAKESIDE):
        assert Notice.objects.get(way="text").state == "sent"

    reply_by_text(f" ok {found.code}. ")

    assert (page().acknowledged_by, page().acknowledged_via) == (daniel.user.id, "text")


@pytest.mark.parametrize("attack", ["wrong code", "wrong number", "no code"])
def test_by_text_not_without_the_code_and_not_from_elsewhere(scene: Scene, attack: str) -> None:
    found = called_by_text(scene)
    wrong = f"{(int(found.code) + 1) % 1_000_000:06}"
    body, sender = {
        "wrong code": (f"OK {wrong}", NUMBER),
        "wrong number": (f"OK {found.code}", STRANGERS_NUMBER),
        "no code": ("OK", NUMBER),
    }[attack]

    reply_by_text(body, sender)

    assert page().acknowledged_at is None
    assert len(details_of(ACKNOWLEDGING_REFUSED)) == (0 if attack == "no code" else 1)
    with inside(LAKESIDE):
        assert UnknownText.objects.count() == 1  # kept, like any stranger's


def test_an_acknowledged_page_calls_off_what_was_not_sent_yet(scene: Scene) -> None:
    put_on_call(daniel)
    found = in_danger(scene)
    call(scene)
    time_is_over(found.id)

    Client().post(link_of(found, daniel), secure=True)

    with inside(LAKESIDE):
        assert Notice.objects.get(way="email").state == "needless"
    call(scene)
    assert grace.user.id not in told()
