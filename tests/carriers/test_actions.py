import pytest
from django.db import transaction

from chaperone.access.actors import operator
from chaperone.carriers.actions import assign_number
from chaperone.carriers.errors import NumberTaken
from chaperone.carriers.queries import number_of
from chaperone.ledger.queries import search
from chaperone.sms.errors import NotE164
from tests.cast import HARBOR, HARBOR_NUMBER, LAKESIDE, LAKESIDE_NUMBER, inside

pytestmark = pytest.mark.django_db


def test_puts_a_number_in_place_of_the_one_before_and_records_it() -> None:
    actor = operator(LAKESIDE)
    with inside(LAKESIDE):
        assign_number(actor=actor, number="+16175550188", carrier="aws")
        number = number_of(actor)
        assert number is not None
        assert (number.number, number.carrier) == ("+16175550188", "aws")
        entry = search(actor, limit=1).rows[0]
    assert entry.event == "carriers.number.assigned"
    assert entry.details == {"number": "+16175550188", "carrier": "aws"}


def test_a_number_can_move_to_another_carrier() -> None:
    with inside(LAKESIDE):
        assign_number(actor=operator(LAKESIDE), number=LAKESIDE_NUMBER, carrier="aws")
        number = number_of(operator(LAKESIDE))
    assert number is not None
    assert (number.number, number.carrier) == (LAKESIDE_NUMBER, "aws")


def test_refuses_the_number_of_another_organization() -> None:
    with inside(LAKESIDE):
        with pytest.raises(NumberTaken), transaction.atomic():
            assign_number(actor=operator(LAKESIDE), number=HARBOR_NUMBER, carrier="handset")
        number = number_of(operator(LAKESIDE))
    assert number is not None
    assert number.number == LAKESIDE_NUMBER
    with inside(HARBOR):
        assert number_of(operator(HARBOR)) is not None


@pytest.mark.parametrize("number", ["6175550188", "+1617", "", "+1617555018x"])
def test_refuses_what_is_no_number(number: str) -> None:
    with inside(LAKESIDE), pytest.raises(NotE164):
        assign_number(actor=operator(LAKESIDE), number=number, carrier="aws")


def test_refuses_a_carrier_that_does_not_exist() -> None:
    with inside(LAKESIDE), pytest.raises(ValueError, match="pigeon"):
        assign_number(actor=operator(LAKESIDE), number="+16175550188", carrier="pigeon")
