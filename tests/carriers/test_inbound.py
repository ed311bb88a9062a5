"""Taking a text in (invariant 5: nothing acknowledged is lost or doubled)."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chaperone.access.actors import carrier
from chaperone.carriers import inbound
from chaperone.carriers.actions import assign_number
from chaperone.carriers.errors import NobodyReceives, NotOurNumber
from chaperone.carriers.inbound import InboundText, accept, receive_with
from chaperone.carriers.models import Inbound, UnknownText
from chaperone.ledger.queries import search
from tests.carriers.above import Above
from tests.cast import (
    HARBOR,
    HARBOR_NUMBER,
    LAKESIDE,
    LAKESIDE_NUMBER,
    STRANGERS_NUMBER,
    dewey,
    inside,
    ursula,
)

pytestmark = pytest.mark.django_db(databases=["default", "apart"])

TEXT = InboundText(
    carrier="handset",
    carrier_message_id="m-1",
    sender=ursula.phone,
    recipient=LAKESIDE_NUMBER,
    body="May I walk after dinner?",
    received_at=datetime.now(UTC),
)


def events() -> list[tuple[str, int, dict[str, Any]]]:
    """What the ledger of Lakeside says last: event, number of members, details."""
    with inside(LAKESIDE):
        rows = search(carrier(LAKESIDE), limit=5).rows
        return [(row.event, len(row.members), row.details) for row in rows]


def kept() -> list[UnknownText]:
    with inside(LAKESIDE):
        return list(UnknownText.objects.all())


def noted() -> int:
    with inside(LAKESIDE):
        return Inbound.objects.count()


def test_hands_a_members_text_over_and_records_it(above: Above) -> None:
    accepted = accept(TEXT)

    with inside(LAKESIDE):
        member_id = ursula.member.id
    assert above.texts == [(TEXT, LAKESIDE, member_id)]
    assert (accepted.organization_id, accepted.member_id) == (LAKESIDE, member_id)
    assert accepted.message_id is not None
    assert not accepted.duplicate
    assert events()[0] == (
        "carriers.text.received",
        1,
        {
            "carrier": "handset",
            "carrier_message": "m-1",
            "message": str(accepted.message_id),
        },
    )


def test_the_receiver_works_in_the_context_of_the_organization(
    above: Above, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Any] = []

    def look(*_: Any) -> Any:
        with connection.cursor() as cursor:
            cursor.execute("SELECT chaperone_organization(), chaperone_scope()")
            seen.append(cursor.fetchone())
        return ursula.member.id

    monkeypatch.setattr(inbound, "_receiver", look)
    accept(TEXT)
    assert seen == [(LAKESIDE, "organization")]


def test_a_second_delivery_does_nothing(above: Above) -> None:
    accept(TEXT)
    again = accept(replace(TEXT, body="something else"))
    assert again == inbound.Accepted(LAKESIDE, duplicate=True)
    assert len(above.texts) == 1
    assert [event for event, _, _ in events()].count("carriers.text.received") == 1


def test_the_same_id_at_another_organization_is_another_text(above: Above) -> None:
    accept(TEXT)
    other = accept(replace(TEXT, sender=dewey.phone, recipient=HARBOR_NUMBER))
    assert not other.duplicate
    assert [organization for _, organization, _ in above.texts] == [LAKESIDE, HARBOR]


def test_a_member_of_another_organization_is_a_stranger_here(above: Above) -> None:
    accept(replace(TEXT, sender=dewey.phone))
    assert above.texts == []
    assert len(kept()) == 1


def test_keeps_the_text_of_a_stranger_sealed(above: Above) -> None:
    accepted = accept(replace(TEXT, sender=STRANGERS_NUMBER))
    assert above.texts == []
    assert (accepted.member_id, accepted.message_id) == (None, None)
    [text] = kept()
    assert str(text.body) == "<sealed>"
    with inside(LAKESIDE), connection.cursor() as cursor:
        cursor.execute("SELECT sender, body FROM carriers_unknowntext")
        row = b"".join(bytes(value) for value in cursor.fetchone())
    assert b"dinner" not in row
    assert STRANGERS_NUMBER.encode() not in row
    event, members, details = events()[0]
    assert (event, members, details["text"]) == ("carriers.stranger.texted", 0, str(text.id))


def test_a_strangers_second_delivery_is_kept_once(above: Above) -> None:
    for _ in range(2):
        accept(replace(TEXT, sender=STRANGERS_NUMBER))
    assert len(kept()) == 1


@pytest.mark.parametrize("number", ["+16175550000", "", "x", LAKESIDE_NUMBER.removeprefix("+")])
def test_refuses_a_number_that_is_nobodys(above: Above, number: str) -> None:
    with pytest.raises(NotOurNumber), transaction.atomic():
        accept(replace(TEXT, recipient=number))
    assert noted() == 0


def test_refuses_a_text_through_another_carrier_than_the_numbers_own(above: Above) -> None:
    """Else whoever can text by the demo's page could forge the texts of AWS numbers."""
    with inside(LAKESIDE):
        assign_number(actor=carrier(LAKESIDE), number=LAKESIDE_NUMBER, carrier="aws")
    with pytest.raises(NotOurNumber), transaction.atomic():
        accept(TEXT)
    assert above.texts == []
    assert not accept(replace(TEXT, carrier="aws")).duplicate


def test_nothing_stays_where_the_receiver_fails(above: Above) -> None:
    above.problem = RuntimeError("no")
    with pytest.raises(RuntimeError), transaction.atomic():
        accept(TEXT)
    assert noted() == 0
    above.problem = None
    assert not accept(TEXT).duplicate


def test_nothing_is_accepted_while_nobody_receives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbound, "_receiver", None)
    with pytest.raises(NobodyReceives), transaction.atomic():
        accept(TEXT)
    assert noted() == 0


def test_rooms_above_register_themselves(monkeypatch: pytest.MonkeyPatch, above: Above) -> None:
    monkeypatch.setattr(inbound, "_receiver", None)
    receive_with(above.receive)
    accept(TEXT)
    assert len(above.texts) == 1


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ("a\0b", "ab"),
        ("half \ud83d a smile", "half ? a smile"),
        ("\udc00\0", "?"),
        ("", ""),
        ("😀\r\n\x07", "😀\r\n\x07"),
        ("x" * 5000, "x" * 5000),
    ],
)
def test_a_members_text_is_never_lost(above: Above, sent: str, stored: str) -> None:
    accept(replace(TEXT, body=sent))
    assert above.bodies == [stored]
    assert ("mended" in events()[0][2]) == (sent != stored)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.text(st.characters(codec=None, exclude_categories=())))
def test_any_text_can_be_stored(above: Above, body: str) -> None:
    with transaction.atomic():
        accept(replace(TEXT, body=body))
        transaction.set_rollback(True)
    stored = above.bodies[-1]
    assert "\0" not in stored
    assert stored.encode().decode() == stored


def test_printing_a_text_shows_neither_sender_nor_body() -> None:
    shown = repr(TEXT)
    assert "dinner" not in shown
    assert ursula.phone not in shown
