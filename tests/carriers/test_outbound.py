"""Which carrier sends; a database of the test's own, since sending is forbidden in a transaction."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import transaction

from chaperone.access.actors import operator
from chaperone.carriers.actions import assign_number
from chaperone.carriers.errors import InTransaction, Unavailable
from chaperone.carriers.models import HandsetText
from chaperone.carriers.outbound import Line, line_of, send
from chaperone.carriers.receipts import Receipt
from chaperone.database.identifiers import new_id
from tests.carriers.above import Above
from tests.cast import LAKESIDE, LAKESIDE_NUMBER, inside, ursula
from tests.fakes.aws_sms import fake_aws, settings

AsLogin = Callable[[str], AbstractContextManager[None]]


def sent(message_id: object) -> str:
    return sent_on(line_of(organization_id=LAKESIDE), message_id)


def sent_on(line: Line, message_id: object) -> str:
    return send(line=line, message_id=message_id, recipient=ursula.phone, body="Yes.")


def test_a_handset_number_sends_to_the_demos_phones(
    committed: str, above: Above, as_login: AsLogin
) -> None:
    message_id = new_id()
    with as_login("worker"):
        theirs = sent(message_id)
        with inside(LAKESIDE):
            [text] = HandsetText.objects.all()
    assert text.message_id == message_id
    assert str(text.body) == "<sealed>"
    assert above.receipts == [(Receipt("handset", theirs, message_id, "delivered"), LAKESIDE)]


def test_sending_to_a_phone_twice_shows_it_once(
    committed: str, above: Above, as_login: AsLogin
) -> None:
    message_id = new_id()
    with as_login("worker"):
        assert line_of(organization_id=LAKESIDE).way.idempotent
        assert sent(message_id) == sent(message_id)
        with inside(LAKESIDE):
            assert HandsetText.objects.count() == 1


def test_an_aws_number_sends_by_aws(
    committed: str, as_login: AsLogin, monkeypatch: pytest.MonkeyPatch, aws_credentials: None
) -> None:
    with inside(LAKESIDE):
        assign_number(actor=operator(LAKESIDE), number=LAKESIDE_NUMBER, carrier="aws")
    with fake_aws() as aws, as_login("worker"):
        monkeypatch.setenv("CHAPERONE_AWS", settings(sms_endpoint=aws.url))
        assert not line_of(organization_id=LAKESIDE).way.idempotent
        assert [sent(new_id())] == aws.ids
    assert aws.sent[0]["OriginationIdentity"] == LAKESIDE_NUMBER


def test_no_carrier_is_called_in_a_transaction(committed: str, above: Above) -> None:
    line = line_of(organization_id=LAKESIDE)
    with transaction.atomic(), pytest.raises(InTransaction):
        sent_on(line, new_id())
    with transaction.atomic(), pytest.raises(InTransaction):
        line_of(organization_id=LAKESIDE)
    assert above.receipts == []


def test_an_organization_without_a_number_can_send_later(committed: str) -> None:
    with pytest.raises(Unavailable, match="has no number yet"):
        sent_on(line_of(organization_id=new_id()), new_id())
