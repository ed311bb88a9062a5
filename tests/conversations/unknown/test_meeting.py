"""A text from a number that belongs to no member: triaged, met and paged like a member's."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from chaperone.access.actors import carrier, operator
from chaperone.access.context import acting_for
from chaperone.carriers.actions import assign_number
from chaperone.carriers.errors import Refused, Unavailable, Uncertain
from chaperone.carriers.handset.actions import send_from_handset
from chaperone.carriers.handset.queries import Line, texts
from chaperone.carriers.inbound import InboundText, accept
from chaperone.carriers.models import UnknownText
from chaperone.conversations.actions.hurry import hurry, hurry_everywhere
from chaperone.conversations.models import Page, UnknownTurn
from chaperone.conversations.texts.defaults import default_text
from chaperone.conversations.unknown import limits
from chaperone.conversations.unknown.actions import meet
from chaperone.conversations.unknown.actions import send as sending
from chaperone.conversations.unknown.events import UNKNOWN_FAILED, UNKNOWN_TRIAGED
from chaperone.vendors.events import GATE_OVERRIDDEN
from tests.cast import (
    HARBOR,
    HARBOR_NUMBER,
    LAKESIDE,
    LAKESIDE_NUMBER,
    STRANGERS_NUMBER,
    daniel,
    inside,
)
from tests.conversations.paging.scene import DANGER, URGENT, call, details_of, put_on_call, told
from tests.conversations.scene import Scene
from tests.vendors.scene import no_agreement_for

CRISIS = "I want to kill myself"
SPANISH = "Tengo dolor en el pecho y no puedo respirar"
OTHER = "+16175550178"


def wrote(scene: Scene, body: str, *, sender: str = STRANGERS_NUMBER) -> UnknownTurn:
    """An unknown number wrote, and a worker did what is urgent."""
    accepted = send_from_handset(sender=sender, recipient=LAKESIDE_NUMBER, body=body)
    assert accepted.message_id is None
    work(scene)
    return turns()[-1]


def work(scene: Scene) -> None:
    with scene.as_login("worker"):
        hurry(organization_id=LAKESIDE)


def turns() -> list[UnknownTurn]:
    with inside(LAKESIDE):
        return list(UnknownTurn.objects.order_by("id"))


def pages() -> list[Page]:
    with inside(LAKESIDE):
        return list(Page.objects.order_by("made_at"))


def got(sender: str = STRANGERS_NUMBER) -> list[str]:
    """What the phone got, oldest first."""
    shown = texts(sender=sender, line=Line(LAKESIDE_NUMBER, LAKESIDE))
    return [text.body for text in shown if not text.mine]


def long_ago(scene: Scene, **ago: int) -> None:
    """Everything that unknown numbers wrote is that long ago."""
    with scene.as_login("worker"), inside(LAKESIDE):
        UnknownTurn.objects.update(made_at=timezone.now() - timedelta(**ago))


@pytest.mark.parametrize(
    ("body", "level", "language"),
    [(DANGER, "emergency", "en"), (CRISIS, "crisis", "en"), (SPANISH, "emergency", "es")],
)
def test_danger_gets_the_fixed_text_in_its_language_and_calls_somebody(
    scene: Scene, body: str, level: str, language: str
) -> None:
    put_on_call(daniel)
    turn = wrote(scene, body)

    assert (turn.triage, turn.reply) == (level, "sent")
    assert got() == [default_text(level, language)]
    [page] = pages()
    assert (page.member_id, page.message_id, page.level) == (None, turn.id, level)
    call(scene)
    assert told() == [daniel.user.id]
    assert details_of(UNKNOWN_TRIAGED) == [
        {"text": str(turn.id), "triage": level, "reply": "pending"}
    ]


def test_what_is_urgent_calls_somebody_and_gets_no_text(scene: Scene) -> None:
    assert wrote(scene, URGENT).triage == "urgent"
    assert got() == []
    assert [page.level for page in pages()] == ["urgent"]


def test_what_is_routine_waits_and_calls_nobody(scene: Scene) -> None:
    assert wrote(scene, "Is this the clinic?").triage == "routine"
    assert (got(), pages()) == ([], [])


def test_a_worker_finds_it_where_the_nudge_was_lost(scene: Scene) -> None:
    send_from_handset(sender=STRANGERS_NUMBER, recipient=LAKESIDE_NUMBER, body=DANGER)
    with scene.as_login("worker"):
        hurry_everywhere()
    assert len(got()) == 1


def test_whoever_said_stop_still_gets_it_in_danger(scene: Scene) -> None:
    wrote(scene, "STOP")
    assert got() == []
    wrote(scene, DANGER)
    assert len(got()) == 1


def test_the_same_text_goes_once_an_hour_and_somebody_is_called_once(scene: Scene) -> None:
    first, again = wrote(scene, DANGER), wrote(scene, DANGER)
    assert (first.reply, again.reply) == ("sent", "limited")
    assert (len(got()), len(pages())) == (1, 1)
    assert wrote(scene, CRISIS).reply == "sent"  # another text, which they need

    long_ago(scene, hours=2)
    assert wrote(scene, DANGER).reply == "sent"


def test_no_more_than_some_a_day_and_the_next_day_the_first_goes_again(scene: Scene) -> None:
    for _ in range(limits.A_DAY):
        assert wrote(scene, DANGER).reply == "sent"
        long_ago(scene, hours=2)
    assert wrote(scene, DANGER).reply == "limited"
    assert len(got()) == limits.A_DAY
    long_ago(scene, days=2)
    assert wrote(scene, DANGER).reply == "sent"


def test_the_organizations_limit_never_stops_the_first_of_a_number(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "AN_HOUR", 1)
    wrote(scene, DANGER)
    assert wrote(scene, DANGER, sender=OTHER).reply == "sent"
    assert wrote(scene, CRISIS).reply == "limited"
    assert len(got(OTHER)) == 1


def test_two_programs_that_text_each_other_come_to_rest(scene: Scene) -> None:
    wrote(scene, DANGER)
    for _ in range(6):
        wrote(scene, got()[-1])
    assert len(got()) <= limits.A_DAY


def test_a_short_code_gets_nothing_and_a_person_is_called(scene: Scene) -> None:
    arrives(DANGER, carrier_name="handset", sender="72345")
    work(scene)
    [turn] = turns()
    assert (turn.triage, turn.reply) == ("emergency", "nowhere")
    assert len(pages()) == 1


def test_a_life_comes_before_the_gate_which_is_recorded(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_agreement_for("texts.aws")
    with inside(LAKESIDE):
        assign_number(actor=operator(LAKESIDE), number=LAKESIDE_NUMBER, carrier="aws")
    went: list[str] = []
    monkeypatch.setattr(sending, "send", lambda **text: went.append(text["recipient"]))
    arrives(DANGER)
    work(scene)
    assert went == [STRANGERS_NUMBER]
    assert scene.entries(GATE_OVERRIDDEN) == 1


def arrives(
    body: str, *, carrier_name: str = "aws", sender: str = STRANGERS_NUMBER, days: int = 0
) -> None:
    at = timezone.now() - timedelta(days=days)
    accept(InboundText(carrier_name, "sns-1", sender, LAKESIDE_NUMBER, body, at))


@pytest.mark.parametrize(
    ("problem", "reply"),
    [(Refused(), "failed"), (Unavailable(), "pending"), (Uncertain(), "unconfirmed")],
)
def test_what_the_network_does_not_take(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, problem: Exception, reply: str
) -> None:
    def refuse(**_: Any) -> None:
        raise problem

    monkeypatch.setattr(sending, "send", refuse)
    assert wrote(scene, DANGER).reply == reply


def test_a_sender_that_ended_is_taken_up_again(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def end(**_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(sending, "send", end)
        with pytest.raises(KeyboardInterrupt):
            wrote(scene, DANGER)
    assert turns()[0].reply == "sending"
    with scene.as_login("worker"), inside(LAKESIDE):
        UnknownTurn.objects.update(claimed_at=timezone.now() - timedelta(minutes=2))
    with scene.as_login("worker"):
        sending.recover_fixed(organization_id=LAKESIDE)
    work(scene)
    assert turns()[0].reply == "sent"


def test_a_text_that_breaks_the_program_calls_somebody_and_holds_up_nobody(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_text: str) -> Any:
        raise ValueError("chest pain")

    with monkeypatch.context() as patch:
        patch.setattr(meet, "triage", broken)
        assert wrote(scene, DANGER).triage == "urgent"
    assert [page.level for page in pages()] == ["urgent"]
    assert scene.entries(UNKNOWN_FAILED) == 1


def test_only_its_organization_sees_it(scene: Scene) -> None:
    wrote(scene, DANGER)
    with inside(HARBOR):
        assert not UnknownTurn.objects.exists()
        assert not UnknownText.objects.exists()
    send_from_handset(sender=STRANGERS_NUMBER, recipient=HARBOR_NUMBER, body=DANGER)
    assert len(turns()) == 1


def test_it_goes_with_its_text(scene: Scene) -> None:
    arrives("Is this the clinic?", carrier_name="handset", days=31)
    assert len(turns()) == 1
    with scene.as_login("worker"), acting_for(carrier(LAKESIDE)):
        UnknownText.objects.only("id").all()._raw_delete("default")
    assert turns() == []
