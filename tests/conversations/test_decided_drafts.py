"""What became of drafts: how many, why, and what was sent instead, opened before a witness."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from chaperone.access.events import ACCESS_RECORDED
from chaperone.access.witness import witnessed
from chaperone.conversations.actions.decide import approve, discard, edit
from chaperone.conversations.differing import pieces
from chaperone.conversations.models import Draft
from tests.cast import LAKESIDE, Person, daniel, inside, maria, ursula
from tests.conversations.defaults import by_default
from tests.conversations.scene import Scene

SENT = "A1C is a blood test. Call me on Friday."


@pytest.fixture
def drafted(scene: Scene) -> Iterator[Scene]:
    """The organization has the assistant draft, and a member has asked."""
    with by_default("draft"):
        scene.text(ursula, "What is A1C?")
        scene.work()
        yield scene


def test_what_was_edited_stands_beside_what_was_sent(drafted: Scene) -> None:
    proposed = _decide(edit, body=SENT)
    before = drafted.entries(ACCESS_RECORDED)
    listed = _page(maria, "conversations:answering_drafts")
    assert drafted.entries(ACCESS_RECORDED) == before
    assert listed.context["found"].states == {"edited": 1}
    assert SENT not in listed.content.decode()

    shown = _page(maria, "conversations:answering_draft", **_address())
    found = shown.context["pieces"]
    assert "".join(piece.text for piece in found if piece.kind != "added") == proposed
    assert "".join(piece.text for piece in found if piece.kind != "gone") == SENT
    assert drafted.entries(ACCESS_RECORDED) == before + 1


def test_what_was_discarded_says_why(drafted: Scene) -> None:
    proposed = _decide(discard, flaw=Draft.Flaw.TONE)

    listed = _page(maria, "conversations:answering_drafts")
    assert listed.context["flaws"] == [(Draft.Flaw.TONE.label, 1)]
    shown = _page(maria, "conversations:answering_draft", **_address())
    assert shown.context["pieces"] is None
    assert proposed in shown.content.decode().replace("&#x27;", "'")


def test_what_was_approved_was_not_changed_and_has_no_page(drafted: Scene) -> None:
    _decide(approve)

    found = _page(maria, "conversations:answering_drafts").context["found"]
    assert (found.states, found.changed, found.rows) == ({"approved": 1}, 0, [])
    assert _page(maria, "conversations:answering_draft", **_address()).status_code == 404


def test_who_does_not_reach_the_member_sees_nothing(drafted: Scene) -> None:
    _decide(edit, body=SENT)

    assert _page(daniel, "conversations:answering_drafts").context["found"].states == {}
    assert _page(daniel, "conversations:answering_draft", **_address()).status_code == 404


def test_the_list_asks_three_questions(drafted: Scene) -> None:
    _decide(edit, body=SENT)
    _page(maria, "conversations:answering_drafts")

    with CaptureQueriesContext(connection) as queries:
        _page(maria, "conversations:answering_drafts", days="28")

    own = [each["sql"] for each in queries if '"conversations_draft"' in each["sql"]]
    assert len(own) == 2


@given(st.text(max_size=80), st.text(max_size=80))
def test_the_pieces_make_both_texts(before: str, after: str) -> None:
    found = pieces(before.strip(), after.strip())
    assert "".join(each.text for each in found if each.kind != "added") == before.strip()
    assert "".join(each.text for each in found if each.kind != "gone") == after.strip()


def _decide(verb: Any, **arguments: Any) -> str:
    """Maria decides on the open draft; returns what was proposed."""
    draft = _draft()
    with maria.acting() as coach, witnessed(coach, purpose="treatment", place="a test"):
        proposed = Draft.objects.get(id=draft.id).body.open()
        verb(actor=coach, conversation_id=draft.member_id, draft_id=draft.id, **arguments)
    return str(proposed)


def _draft() -> Draft:
    with inside(LAKESIDE):
        return Draft.objects.get()


def _address() -> dict[str, UUID]:
    draft = _draft()
    return {"conversation_id": draft.member_id, "draft_id": draft.id}


def _page(person: Person, route: str, days: str = "", **arguments: Any) -> Any:
    query = {"days": days} if days else {}
    return person.client().get(reverse(route, kwargs=arguments or None), query, secure=True)
