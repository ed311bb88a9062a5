"""Which agreement lets members' data go where, and which does not."""

from datetime import timedelta
from typing import Any

import pytest

from chaperone.access.actors import assistant
from chaperone.vendors.errors import NoAgreement
from chaperone.vendors.queries import agreement_for, require_agreement
from tests.cast import HARBOR, LAKESIDE, inside, today_there, tom
from tests.vendors.scene import HOST, agreement, ended

pytestmark = pytest.mark.django_db(databases=["default", "apart"])
DAY = timedelta(days=1)


def gate(*elements: str, organization: Any = LAKESIDE, host: str = HOST) -> Any:
    with inside(organization):
        return agreement_for(assistant(organization), host=host, elements=elements or ["messages"])


def test_without_one_nothing_opens_it() -> None:
    assert gate() is None
    with inside(LAKESIDE), pytest.raises(NoAgreement, match="No agreement in force"):
        require_agreement(assistant(LAKESIDE), host=HOST, elements=["messages"])


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "dsa"},
        {"starts_on": today_there() + 2 * DAY},
        {"ends_on": today_there() - 2 * DAY},
        {"covers": []},
        {"covers": ["name"]},
        {"host": "models.elsewhere.example"},
        {"host": ""},
    ],
    ids=["no BAA", "not begun", "over", "covers nothing", "covers else", "other host", "no host"],
)
def test_an_agreement_that_does_not_fit_keeps_it_shut(changes: dict[str, Any]) -> None:
    agreement(**changes)
    assert gate() is None
    assert gate(host="") is None


def test_it_covers_all_that_is_disclosed_or_nothing() -> None:
    agreement(covers=["messages", "name"])
    assert gate("messages", "name")
    assert gate("messages", "birth_date") is None


def test_an_ended_agreement_lets_nothing_out_and_another_still_does() -> None:
    signed = agreement()
    ended(signed.id)
    assert gate() is None
    agreement()
    assert gate()


def test_an_agreement_of_another_organization_opens_nothing() -> None:
    agreement(tom)
    assert gate() is None
    assert gate(organization=HARBOR)
