"""What falls due about vendors, and what another agreement has made needless."""

from datetime import timedelta

import pytest

from chaperone.vendors.dues import falling_due
from tests.cast import LAKESIDE, inside, today_there
from tests.vendors.scene import agreement, change, ended, shown, vendor

pytestmark = pytest.mark.django_db(databases=["default", "apart"])
TODAY = today_there()
DAY = timedelta(days=1)


def due(days: int = 60) -> dict[str, int]:
    """The duties about the vendor of models: kind, and in how many days."""
    with inside(LAKESIDE):
        found = list(falling_due(LAKESIDE, TODAY + days * DAY))
    mine = [each for each in found if "Model Works" in each.what]
    return {each.key.partition(":")[0]: (each.due_on - TODAY).days for each in mine}


def test_an_agreement_that_ends_within_the_time_is_renewed() -> None:
    agreement(ends_on=TODAY + 60 * DAY)
    assert due(60) == {"vendors.agreement": 60}
    assert due(59) == {}


def test_one_that_is_over_stays_due_until_another_lasts_longer() -> None:
    agreement(ends_on=TODAY - DAY)
    assert due() == {"vendors.agreement": -1}
    agreement(starts_on=TODAY)
    assert due() == {}


def test_one_about_something_else_does_not_stand_in_for_it() -> None:
    agreement(ends_on=TODAY + DAY)
    agreement(host="elsewhere.example")
    agreement(kind="dsa")
    assert due() == {"vendors.agreement": 1}


def test_what_was_ended_by_hand_is_no_duty() -> None:
    ended(agreement(ends_on=TODAY + DAY).id)
    assert due() == {}


def test_judging_and_documents_fall_due() -> None:
    shown(vendor().id)
    change(review_on=TODAY - 5 * DAY)
    assert due() == {"vendors.review": -5}
    assert due(300) == {"vendors.review": -5, "vendors.document": 300}
