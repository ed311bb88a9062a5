import pytest
from django.db import transaction

from chaperone.access.actors import operator
from chaperone.carriers.errors import BodyRefused, NotOurNumber
from chaperone.carriers.handset.actions import add_phone, send_from_handset
from chaperone.carriers.models import HandsetPhone, HandsetText
from chaperone.sms.errors import NotE164
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

pytestmark = pytest.mark.django_db


def test_a_phone_texts_its_own_organization(above: Above) -> None:
    accepted = send_from_handset(sender=dewey.phone, body="Hello")
    [(text, organization_id, _)] = above.texts
    assert accepted.organization_id == organization_id == HARBOR
    assert (text.carrier, text.recipient, text.body) == ("handset", HARBOR_NUMBER, "Hello")


def test_each_text_is_a_text_of_its_own(above: Above) -> None:
    for _ in range(2):
        assert not send_from_handset(sender=ursula.phone, body="Hello").duplicate
    assert above.bodies == ["Hello", "Hello"]


def test_the_phone_remembers_what_it_sent_sealed(above: Above) -> None:
    send_from_handset(sender=ursula.phone, recipient=LAKESIDE_NUMBER, body="Hello")
    with inside(LAKESIDE):
        [text] = HandsetText.objects.all()
    assert (text.direction, str(text.body)) == ("sent", "<sealed>")


def test_a_stranger_texts_the_first_organization(above: Above) -> None:
    accepted = send_from_handset(sender=STRANGERS_NUMBER, body="Hello")
    assert (accepted.organization_id, accepted.member_id) == (LAKESIDE, None)


def test_refuses_what_a_phone_cannot_send(above: Above) -> None:
    for body in ("", "  \n", "x" * 1601):
        with pytest.raises(BodyRefused):
            send_from_handset(sender=ursula.phone, body=body)
    with pytest.raises(NotE164):
        send_from_handset(sender="ursula", body="Hello")
    with pytest.raises(NotE164):
        send_from_handset(sender=ursula.phone, recipient="lakeside", body="Hello")
    with pytest.raises(NotOurNumber), transaction.atomic():
        send_from_handset(sender=ursula.phone, recipient="+16175550987", body="Hello")
    assert above.texts == []


def test_nothing_is_on_the_phone_that_was_not_accepted(above: Above) -> None:
    above.problem = RuntimeError("no")
    with pytest.raises(RuntimeError):
        send_from_handset(sender=ursula.phone, body="Hello")
    with inside(LAKESIDE):
        assert not HandsetText.objects.exists()


def test_a_phone_is_added_once() -> None:
    with inside(LAKESIDE):
        before = HandsetPhone.objects.count()
        for name in ("Ada Somebody", "Another name"):
            add_phone(actor=operator(LAKESIDE), number="+16175550166", name=name)
        assert HandsetPhone.objects.count() == before + 1
