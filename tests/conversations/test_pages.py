"""The coach's pages through the whole stack, as a browser asks for them."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chaperone.access.actors import operator
from chaperone.access.events import ACCESS_RECORDED, ACCESS_REFUSED
from chaperone.conversations.events import ASSIGNED
from chaperone.conversations.queries import presence
from chaperone.conversations.queries import thread as threads
from chaperone.database.identifiers import new_id
from chaperone.ledger.queries import search
from chaperone.vault.keyring import keyring
from tests.access.scene import granted, one_member
from tests.cast import (
    LAKESIDE,
    Person,
    Texter,
    daniel,
    inside,
    kristopher,
    lee,
    maria,
    priya,
    samuel,
    ursula,
)
from tests.conversations.defaults import by_default
from tests.conversations.scene import Scene

QUESTION = "What is A1C?"
_OF_EVERY_PAGE = re.compile(
    r"BEGIN|COMMIT|SELECT (\*|e\.\*).* FROM access_enter|UPDATE \"django_session|SELECT \"django_session"
    r"|SELECT \"accounts_user\".\"password"
    r"|\s+SELECT count\(\*\), \(\s+SELECT count\(\*\) FROM access_clearances"
    r"|select requestlog_append"
    r"|SELECT \* FROM accounts_session_find"
)


@pytest.fixture
def talked(scene: Scene) -> Scene:
    scene.text(ursula, QUESTION)
    scene.work()
    return scene


def test_the_inbox_shows_who_needs_a_coach_first(talked: Scene) -> None:
    talked.text(kristopher, "I want to kill myself")
    talked.text(lee, QUESTION)
    talked.work()

    page = _get(maria, "inbox")

    groups = [(each.key, len(each.conversations)) for each in page.context["groups"]]
    assert groups == [("urgent", 1), ("unread", 1)]
    text = page.content.decode()
    assert text.index(kristopher.name) < text.index(ursula.name)
    assert lee.name not in text


def test_the_inbox_leaves_one_record_of_the_names_and_last_texts_it_showed(talked: Scene) -> None:
    _get(maria, "inbox")

    assert _opened_by(maria) == {
        ("members_member", "name", 1),
        ("conversations_message", "body", 1),
    }


def test_an_inbox_of_more_members_than_one_entry_holds_is_shown_and_is_on_record(
    talked: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    talked.text(kristopher, QUESTION)
    talked.work()
    monkeypatch.setattr("chaperone.ledger.portions.ROOM", 500)

    shown = {row.id for row in _names(_get(maria, "inbox"))}

    assert len(shown) == 2
    with maria.acting() as actor:
        one, two = search(actor, events=[ACCESS_RECORDED.name], limit=2).rows
    assert [one.details["part"], two.details["part"]] == [[2, 2], [1, 2]]
    assert {*one.members, *two.members} == shown


def test_the_inbox_filters(talked: Scene) -> None:
    assert _names(_get(maria, "inbox", show="mine")) == []
    assert _names(_get(maria, "inbox", show="unassigned")) == []
    assert len(_names(_get(maria, "inbox", show="all"))) == 1
    assert len(_names(_get(maria, "inbox", show="odd", after="odder"))) == 1

    _post(maria, "take_over", ursula)

    assert len(_names(_get(maria, "inbox", show="mine"))) == 1


def test_the_inbox_shows_those_alone_that_are_urgent_that_wait_or_that_are_unread(
    talked: Scene,
) -> None:
    talked.text(kristopher, "I want to kill myself")
    talked.work()
    _get(maria, "thread", kristopher)

    shown = {
        only: [row.id for row in _names(_get(maria, "inbox", only=only))]
        for only in ("everything", "urgent", "waiting", "unread")
    }
    counts = _get(maria, "inbox").context["counts"]

    with inside(LAKESIDE):
        asked, in_crisis = ursula.member.id, kristopher.member.id
    assert shown == {
        "everything": [in_crisis, asked],
        "urgent": [in_crisis],
        "waiting": [in_crisis],
        "unread": [asked],
    }
    assert (counts["team"], counts["urgent"], counts["waiting"], counts["unread"]) == (2, 1, 1, 1)


def test_a_number_leads_to_the_thread_and_only_of_who_can_be_reached(talked: Scene) -> None:
    def find(phone: str) -> Any:
        return maria.client().post(_url("find"), {"phone": phone}, secure=True)

    assert find(ursula.phone)["Location"] == _url("thread", ursula)
    for phone, status in ((lee.phone, 200), ("617", 422), ("", 422), ("\x00", 422)):
        page = find(phone)
        assert page.status_code == status
        assert page.context["problem"]
    assert ursula.phone not in str(find(ursula.phone).headers)


def test_the_inbox_goes_on_after_fifty(talked: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chaperone.conversations.queries.inbox.PAGE", 1)
    talked.text(kristopher, QUESTION)
    talked.work()
    for texter in (ursula, kristopher):
        _get(maria, "thread", texter)

    first = _get(maria, "inbox")
    second = maria.client().get(
        reverse("conversations:inbox") + first.context["next_url"], secure=True
    )

    shown = [row.id for page in (first, second) for row in _names(page)]
    assert len(set(shown)) == 2
    assert second.context["next_url"] == ""


def test_a_thread_shows_what_was_said_and_by_whom(talked: Scene) -> None:
    page = _get(maria, "thread", ursula)

    lines = page.context["thread"]
    assert [(line.author, line.delivery, line.triage) for line in lines] == [
        ("member", "", "routine"),
        ("assistant", "delivered", ""),
    ]
    assert lines[1].sources[0].url.startswith("http")
    assert lines[1].sources[0].state == "unreviewed"
    assert "Unreviewed by a clinician" in page.content.decode()
    assert QUESTION in page.content.decode()
    assert ursula.name in page.content.decode()


def test_a_thread_leaves_one_record_of_all_it_opened(talked: Scene) -> None:
    _get(maria, "thread", ursula)

    assert _opened_by(maria) == {
        ("members_member", "name", 1),
        ("conversations_message", "body", 2),
        ("conversations_message", "sources", 1),
    }


def test_to_look_is_to_have_read(talked: Scene) -> None:
    _get(maria, "thread", ursula)

    assert talked.conversation(ursula).unread == 0


def test_a_text_that_comes_while_the_page_is_made_stays_unread(
    talked: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = threads.thread

    def slowly(*arguments: Any, **options: Any) -> Any:
        page = real(*arguments, **options)
        with ThreadPoolExecutor(1) as another_process:
            another_process.submit(arrive).result()
        return page

    def arrive() -> None:
        talked.text(ursula, "One more thing")
        connections.close_all()

    monkeypatch.setattr(threads, "thread", slowly)
    _get(maria, "thread", ursula)
    monkeypatch.undo()
    assert talked.conversation(ursula).unread == 1

    _get(maria, "thread", ursula)
    assert talked.conversation(ursula).unread == 0


def test_reading_back_is_not_to_have_read(talked: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    with inside(LAKESIDE):
        newest = str(talked.conversation(ursula).last_message_id)

    _get(maria, "thread", ursula, before=newest)

    assert talked.conversation(ursula).unread == 1


def test_two_coaches_on_a_thread_see_each_other_for_some_seconds(
    talked: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    granted(daniel, one_member(ursula))
    assert _look(maria) == []
    assert _look(daniel) == [maria.user.name]
    assert _look(maria) == [daniel.user.name]
    records = talked.entries(ACCESS_RECORDED)
    _look(maria)
    assert talked.entries(ACCESS_RECORDED) == records

    monkeypatch.setattr(presence, "LASTS", 0)
    assert _look(maria) == []
    with talked.as_login("worker"), inside(LAKESIDE):
        presence.forget_who_looked(organization_id=LAKESIDE)
    monkeypatch.undo()
    assert _look(daniel) == []


def test_a_thread_of_a_member_who_never_texted_is_empty(scene: Scene) -> None:
    page = _get(maria, "thread", ursula)

    assert page.status_code == 200
    assert page.context["thread"] == []


def test_a_long_thread_comes_in_pages(talked: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(threads.thread.__kwdefaults__, "limit", 3)
    for number in range(3):
        talked.text(ursula, f"{QUESTION} {number}")
    talked.work()

    seen, url = [], ""
    while True:
        page = maria.client().get(_url("thread", ursula) + url, secure=True)
        seen = [line.id for line in page.context["thread"]] + seen
        url = page.context["earlier_url"]
        if not url:
            break

    assert len(seen) == 8
    assert seen == sorted(seen)


def test_a_coach_replies(talked: Scene) -> None:
    response = _post(maria, "reply", ursula, body="I will call you.")
    talked.send()

    assert response.status_code == 302
    assert talked.outbound(ursula)[-1] == ("coach", "I will call you.", "delivered")
    lines = _get(maria, "thread", ursula).context["thread"]
    assert lines[-1].author_name == maria.user.name


@pytest.mark.parametrize("body", ["", " ", "x" * 1601])
def test_a_reply_that_cannot_be_sent_is_shown_again(talked: Scene, body: str) -> None:
    response = _post(maria, "reply", ursula, body=body)

    assert response.status_code == 422
    assert response.context["form"].errors["body"]
    assert len(talked.outbound(ursula)) == 1


def test_a_coach_takes_over_and_hands_back(talked: Scene) -> None:
    _post(maria, "take_over", ursula)
    page = _get(maria, "thread", ursula)
    assert page.context["conversation"].answerer_name == maria.user.name
    assert (page.context["can_take_over"], page.context["can_hand_back"]) == (False, True)

    _post(maria, "hand_back", ursula)
    page = _get(maria, "thread", ursula)
    assert (page.context["can_take_over"], page.context["can_hand_back"]) == (True, False)


def test_a_coach_has_the_assistant_draft_pauses_and_ends(talked: Scene) -> None:
    for answerer, why in (("draft", "chosen"), ("paused", "away"), ("closed", "care_ended")):
        assert _get(maria, "answerer", ursula).status_code == 200
        assert _post(maria, "answerer", ursula, answerer=answerer, why=why).status_code == 302
        assert talked.conversation(ursula).answerer == answerer

    assert (
        "answerer" in _post(maria, "answerer", ursula, answerer="assistant").context["form"].errors
    )
    assert _post(maria, "reply", ursula, body="Hello").status_code == 422
    assert _get(maria, "thread", ursula).context["can_reply"] is False
    for fields in ({}, {"answerer": "odd", "why": "chosen"}, {"answerer": "coach", "why": "x"}):
        assert _post(maria, "answerer", ursula, **fields).status_code == 422


def test_a_conversation_is_assigned_to_a_coach_of_the_team(talked: Scene) -> None:
    assert _post(maria, "assign", ursula, coach=str(maria.user.id)).status_code == 302
    assert _get(maria, "thread", ursula).context["conversation"].assigned_name == maria.user.name
    assert len(_names(_get(maria, "inbox", show="mine"))) == 1

    for other in (str(daniel.user.id), "odd", str(priya.user.id)):
        assert _post(maria, "assign", ursula, coach=other).status_code == 422
    assert _post(maria, "assign", ursula, coach="").status_code == 302
    assert talked.conversation(ursula).assigned_id is None
    assert talked.entries(ASSIGNED) == 2


def test_a_draft_is_approved_edited_or_discarded_on_the_page(scene: Scene) -> None:
    with by_default("draft"):
        page = _asked_again(scene)
        assert page.context["draft"].sources
        _decide("draft_approve", page)
        assert b"approved by" in _get(maria, "thread", ursula).content

        draft = _asked_again(scene).context["draft"].id
        form = _get(maria, "thread", ursula, edit=str(draft)).context["form"]
        assert (form["draft"].value(), QUESTION in form["body"].value()) == (str(draft), False)
        _post(maria, "reply", ursula, body="Edited.", draft=str(draft))

        page = _asked_again(scene)
        assert _decide("draft_discard", page).status_code == 302
        assert _get(maria, "thread", ursula).context["draft"] is not None
        _decide("draft_discard", page, flaw="tone")
        assert _get(maria, "thread", ursula).context["draft"] is None
        scene.send()

    assert [said.author for said in scene.outbound(ursula)] == ["assistant", "coach"]


def test_polls_tell_that_something_changed_and_open_nothing(talked: Scene) -> None:
    _get(maria, "thread", ursula)
    before = [_version("inbox_version"), _version("thread_version", ursula)]
    assert [_version("inbox_version"), _version("thread_version", ursula)] == before
    records = talked.entries(ACCESS_RECORDED)

    talked.text(ursula, QUESTION)

    after = [_version("inbox_version"), _version("thread_version", ursula)]
    assert all(then != now for then, now in zip(before, after, strict=True))
    assert talked.entries(ACCESS_RECORDED) == records


def test_the_part_that_changed_is_leaner_than_the_page(talked: Scene) -> None:
    page = _get(maria, "thread", ursula)
    part = maria.client().get(_url("thread", ursula), secure=True, headers={"HX-Request": "true"})

    assert part.status_code == 200
    assert QUESTION in part.content.decode()
    assert len(part.content) < len(page.content)


@pytest.mark.parametrize(
    ("person", "texter"),
    [(daniel, ursula), (maria, lee), (priya, ursula), (samuel, ursula)],
    ids=["colleague", "other team", "stranger", "no coach"],
)
def test_out_of_reach_is_a_404_and_a_recorded_refusal(
    talked: Scene, person: Person, texter: Texter
) -> None:
    organization = _organization_of(person)
    before = talked.entries(ACCESS_REFUSED, organization)

    answers = [_get(person, name, texter).status_code for name in ("thread", "thread_version")]
    answers += [
        _post(person, name, texter, body="Hello").status_code
        for name in ("reply", "take_over", "hand_back", "answerer", "assign")
    ]
    with inside(texter.organization_id):
        ids = {"conversation_id": texter.member.id, "draft_id": new_id()}
    for name in ("draft_approve", "draft_discard"):
        url = reverse(f"conversations:{name}", kwargs=ids)
        answers.append(person.client().post(url, secure=True).status_code)

    assert answers == [404] * 9
    assert talked.entries(ACCESS_REFUSED, organization) == before + 9


def test_no_more_queries_than_needed(talked: Scene) -> None:
    """Session, user, clearance and record are access's; the rest is this room's."""
    talked.text(kristopher, QUESTION)
    talked.work()
    _get(maria, "thread", ursula)
    _post(maria, "reply", ursula, body="Hello")
    keyring.forget()
    for name, arguments in (("inbox", ()), ("thread", (ursula,)), ("thread", (ursula,))):
        _get(maria, name, *arguments)

    assert _count(maria, "inbox") == 8
    assert _count(maria, "inbox_version") == 1
    assert _count(maria, "thread", ursula) == 7
    assert _count(maria, "thread_version", ursula) == 1
    assert _count(maria, "answerer", ursula) == 3
    assert _count(maria, "assign", ursula) == 4


def _url(name: str, texter: Texter | None = None) -> str:
    if texter is None:
        return reverse(f"conversations:{name}")
    with inside(texter.organization_id):
        return reverse(f"conversations:{name}", kwargs={"conversation_id": texter.member.id})


def _get(person: Person, name: str, texter: Texter | None = None, **query: str) -> Any:
    return person.client().get(_url(name, texter), query, secure=True)


def _post(person: Person, name: str, texter: Texter, **fields: str) -> Any:
    return person.client().post(_url(name, texter), fields, secure=True)


def _asked_again(scene: Scene) -> Any:
    scene.text(ursula, QUESTION)
    scene.work()
    return _get(maria, "thread", ursula)


def _decide(name: str, page: Any, **fields: str) -> Any:
    ids = {"conversation_id": page.context["conversation"].id, "draft_id": page.context["draft"].id}
    url = reverse(f"conversations:{name}", kwargs=ids)
    return maria.client().post(url, fields, secure=True)


def _version(name: str, texter: Texter | None = None) -> int:
    return int(_get(maria, name, texter).json()["version"])


def _look(person: Person) -> list[str]:
    poll = {"X-Chaperone-Poll": "1"}
    url = _url("thread_version", ursula)
    return list(person.client().get(url, secure=True, headers=poll).json()["here"])


def _names(page: Any) -> list[Any]:
    return [row for group in page.context["groups"] for row in group.conversations]


def _organization_of(person: Person) -> Any:
    with person.acting() as staff:
        return staff.organization_id


def _opened_by(person: Person) -> set[tuple[str, str, int]]:
    with inside(LAKESIDE):
        rows = search(operator(LAKESIDE), event=ACCESS_RECORDED.name).rows
    (record,) = [row for row in rows if row.actor_id == person.user.id]
    return {(each.table, each.element, each.count) for each in record.opened}


def _count(person: Person, name: str, texter: Texter | None = None) -> int:
    client: Client = person.client()
    url = _url(name, texter)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url, secure=True).status_code == 200
    return sum(not _OF_EVERY_PAGE.match(query["sql"]) for query in queries)
