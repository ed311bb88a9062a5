"""How we are answering: the figures, whose they are, and what they cost."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from chaperone.access.events import ACCESS_RECORDED
from chaperone.conversations.actions.hand_back import hand_back
from chaperone.conversations.actions.reply import reply
from chaperone.conversations.figures import figures
from chaperone.conversations.models import Conversation
from chaperone.conversations.queries.answering import answering
from tests.cast import LAKESIDE, Person, daniel, inside, kristopher, maria, ursula
from tests.conversations.scene import Scene


def test_the_figures_say_what_happened_and_only_among_members_one_reaches(scene: Scene) -> None:
    scene.text(ursula, "What is A1C?")
    scene.text(ursula, "Who won the ball game yesterday?")
    scene.text(kristopher, "I want to kill myself")
    scene.work()
    with inside(LAKESIDE):
        then = timezone.now() - timedelta(minutes=30)
        Conversation.objects.filter(member=kristopher.member).update(waiting_since=then)
    with maria.acting() as coach:
        reply(actor=coach, conversation_id=kristopher.member.id, body="I am calling you.")
        hand_back(actor=coach, conversation_id=ursula.member.id)

    with maria.acting() as coach:
        found = answering(coach, days=7)
    today = found.days[-1]
    wrote = {author: sum(found.written_by(author)) for author in ("member", "assistant", "coach")}
    assert wrote == {"member": 3, "assistant": 2, "coach": 1}
    assert found.reasons == {"declined": 1, "crisis": 1}
    assert found.waits_by_day[today].people == 1
    assert 1800 <= found.waits_by_urgency["crisis"].median < 1900
    assert found.states["coach"].entered == 1
    assert found.states["assistant"].seconds >= 0

    with daniel.acting() as other:
        assert answering(other, days=7).is_empty


def test_the_page_asks_four_questions_and_opens_nothing(scene: Scene) -> None:
    scene.text(ursula, "What is A1C?")
    scene.work()
    records = scene.entries(ACCESS_RECORDED)
    _page(maria)

    with CaptureQueriesContext(connection) as queries:
        page = _page(maria, days="28")

    assert len(page.context["figures"]) == 4
    own = [each for each in queries if "conversations_" in each["sql"]]
    # But for what is asked of everybody who enters.
    assert len([each for each in own if "access_enter" not in each["sql"]]) == 4
    assert scene.entries(ACCESS_RECORDED) == records
    assert b"<svg" in page.content
    assert _page(maria, days="odd").context["days"] == 7


def test_each_picture_has_its_numbers_in_a_table(scene: Scene) -> None:
    scene.text(ursula, "What is A1C?")
    scene.work()
    with maria.acting() as coach:
        texts, waits, states, reasons = figures(answering(coach, days=7))

    assert [len(row) for row in texts.rows] == [len(texts.head)] * 7
    assert texts.rows[-1][1:] == (1, 1, 0, 0)
    assert len(waits.rows) == 7
    assert [row[0] for row in states.rows] == ["The assistant answered"]
    assert reasons.rows == []


def _page(person: Person, **query: str) -> Any:
    return person.client().get(reverse("conversations:answering"), query, secure=True)
