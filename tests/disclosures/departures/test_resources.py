"""Rows as FHIR resources: whatever is known of a member, and however a text fared."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from pydantic import ValidationError

from chaperone.conversations.models import Delivery, Message
from chaperone.conversations.models.states import Author, Urgency
from chaperone.database.identifiers import new_id
from chaperone.disclosures.departures.resources import resources_of
from tests.disclosures.departures.fhir import checked

MEMBER, COACH = new_id(), new_id()


def member(**known):
    row = {"id": MEMBER, "name": "Ursula Vance", "phone": "+16175550111", "status": "active"}
    return {"table": "members_member", "row": {"state": ""} | row | known}


def text(message_id: UUID, direction="outbound", author="coach", author_id=COACH):
    row = {"id": message_id, "member_id": MEMBER, "direction": direction, "body": "Hello"}
    return {
        "table": "conversations_message",
        "row": row | {"author": author, "author_id": author_id},
    }


def contact(**said):
    at = datetime(2026, 11, 26, 9, tzinfo=UTC)
    row = {"id": new_id(), "member_id": MEMBER, "recorded_at": at, "electronic": False}
    return {"table": "members_contact", "row": row | said}


def made(*lines, deliveries=None):
    found = list(resources_of(lines, deliveries or {}))
    for each in found:
        checked(each)
    return found


def test_of_a_member_what_is_known_and_nothing_empty():
    (bare,) = made(member())
    assert bare.keys() == {"resourceType", "id", "active", "name", "telecom"}

    known = member(birth_date=date(1961, 2, 3), address="4 Quay, 02110", state="MA", status="ended")
    full = made(known, contact(language="es", email="u@home.example", electronic=True))[0]
    assert full["birthDate"] == "1961-02-03"
    assert full["address"] == [{"text": "4 Quay, 02110", "state": "MA"}]
    assert full["telecom"][1] == {"system": "email", "value": "u@home.example"}
    assert full["active"] is False


def test_the_newest_word_on_electronic_notice_is_in_force():
    older = contact(email="u@home.example", electronic=True)
    newer = contact()
    _, first, second = made(member(), newer, older)

    assert (first["status"], first["provision"]) == ("active", {"type": "deny"})
    assert (second["status"], second["provision"]) == ("inactive", {"type": "permit"})


@pytest.mark.parametrize("state", Delivery.State.values)
def test_however_a_text_fared_it_has_a_status(state):
    message_id = new_id()
    (said,) = made(text(message_id), deliveries={message_id: state})

    expected = {
        "completed": {"sent", "delivered"},
        "unknown": {"unconfirmed"},
        "on-hold": {"held", "restored"},
    }
    for status, states in expected.items():
        assert (said["status"] == status) == (state in states)
    assert said["sender"]["identifier"]["value"] == f"urn:uuid:{COACH}"
    assert said["recipient"] == [{"reference": f"Patient/{MEMBER}"}]


@pytest.mark.parametrize("triaged", Urgency.values)
def test_how_urgent_a_text_was_stays_with_it(triaged):
    message_id = new_id()
    turn = {"table": "conversations_turn", "row": {"id": message_id, "triage": triaged}}
    (said,) = made(text(message_id, Message.Direction.INBOUND, "member", None), turn)

    assert said["priority"] == ("stat" if triaged in ("crisis", "emergency") else triaged)
    assert said["sender"] == said["subject"]


@pytest.mark.parametrize("author", [Author.ASSISTANT, Author.SYSTEM])
def test_what_no_person_wrote_says_so(author):
    (said,) = made(text(new_id(), author=author, author_id=None))
    assert said["sender"] == {"type": "Device", "display": author}


def test_the_check_refuses_what_is_none():
    with pytest.raises(ValidationError):
        checked({"resourceType": "Communication", "id": "a", "payload": []})
