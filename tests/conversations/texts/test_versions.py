"""Fixed texts: drafted by one, approved by another, sent; and version 0 whatever happens."""

import pytest
from django.db import DatabaseError, connection, transaction

from chaperone.access.errors import NotReachable
from chaperone.conversations.models import FixedText
from chaperone.conversations.texts.actions import decide_text, write_text
from chaperone.conversations.texts.defaults import default_text
from chaperone.conversations.texts.errors import AlreadyDecided, OwnText
from chaperone.conversations.texts.events import TEXT_APPROVED
from chaperone.conversations.texts.in_force import text_for
from tests.cast import HARBOR, LAKESIDE, grace, inside, samuel, tom, ursula
from tests.conversations.paging.scene import DANGER, details_of
from tests.conversations.scene import Scene

OURS = "Lakeside: this may be an emergency. Call 911 now. We call you, too."


def drafted(body: str = OURS, name: str = "emergency") -> FixedText:
    with grace.acting() as actor:
        return write_text(actor=actor, name=name, language="en", body=body)


def approve(text: FixedText) -> None:
    with samuel.acting() as actor:
        decide_text(actor=actor, text_id=text.id, approved=True)


def said(scene: Scene) -> str:
    scene.text(ursula, DANGER)
    scene.work()
    return scene.outbound(ursula)[-1].body


def test_a_draft_is_not_sent_and_an_approved_one_is(scene: Scene) -> None:
    text = drafted()
    assert said(scene) == default_text("emergency", "en")

    approve(text)

    assert said(scene) == OURS
    (entry,) = details_of(TEXT_APPROVED)
    assert len(entry["sha256"]) == 64
    with inside(HARBOR):
        assert text_for(HARBOR, "emergency", "en") == default_text("emergency", "en")
    with inside(LAKESIDE):
        assert text_for(LAKESIDE, "emergency", "es") == default_text("emergency", "es")


def test_the_latest_approved_is_sent_and_a_refused_one_never(scene: Scene) -> None:
    first, second, third = drafted(), drafted(OURS + " Now."), drafted(OURS + " No.")
    approve(second)
    approve(first)
    with samuel.acting() as actor:
        decide_text(actor=actor, text_id=third.id, approved=False)

    assert said(scene) == OURS


def test_nobody_approves_their_own_nor_twice_nor_anothers(scene: Scene) -> None:
    text = drafted()
    with grace.acting() as actor, pytest.raises(OwnText):
        decide_text(actor=actor, text_id=text.id, approved=True)
    with tom.acting() as stranger, pytest.raises(NotReachable):
        decide_text(actor=stranger, text_id=text.id, approved=True)
    approve(text)
    with samuel.acting() as actor, pytest.raises(AlreadyDecided):
        decide_text(actor=actor, text_id=text.id, approved=False)


@pytest.mark.parametrize(
    "statement",
    [
        "update conversations_fixedtext set body = 'x'",
        "update conversations_fixedtext set decision = 'refused'",
        "update conversations_fixedtext set decided_by = written_by",
        "delete from conversations_fixedtext",
    ],
)
def test_the_database_refuses_it_too(scene: Scene, statement: str) -> None:
    drafted()
    refused = pytest.raises(DatabaseError)
    with inside(LAKESIDE), connection.cursor() as cursor, refused, transaction.atomic():
        cursor.execute(statement)


def test_a_decision_is_made_once_in_the_database(scene: Scene) -> None:
    approve(drafted())
    again = pytest.raises(DatabaseError, match="never changed")
    with inside(LAKESIDE), again, transaction.atomic():
        FixedText.objects.update(decision="refused")


@pytest.mark.parametrize("problem", ["table gone", "altered"])
def test_version_0_is_sent_where_the_table_cannot_be_read_or_believed(
    scene: Scene, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    approve(drafted("Call your mother." if problem == "altered" else OURS))
    if problem == "table gone":
        monkeypatch.setattr(FixedText._meta, "db_table", "nowhere")

    assert said(scene) == default_text("emergency", "en")
