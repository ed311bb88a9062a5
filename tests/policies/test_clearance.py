"""No acknowledged policies: no members' data (invariant 3)."""

from collections.abc import Iterator
from datetime import date

import pytest

from chaperone.access.actions.requests import Wish
from chaperone.access.actors import operator
from chaperone.access.clearances import end_hold
from chaperone.access.settings import GRACE
from chaperone.accounts.actions import create_user
from chaperone.organizations.actions import change_setting
from chaperone.organizations.queries import forget_settings
from chaperone.policies.actions.acknowledging import take_up
from chaperone.policies.actions.publishing import retire
from chaperone.policies.queries import must_acknowledge
from tests.access.scene import approved as given
from tests.access.scene import asked, team_of
from tests.cast import LAKESIDE, Person, daniel, grace, inside, maria, samuel, ursula
from tests.policies.scene import (
    DAY,
    acknowledged,
    approved,
    draft,
    found,
    next_draft,
    published,
    today,
)

pytestmark = pytest.mark.django_db(databases=["default", "apart"])


@pytest.fixture(autouse=True)
def settings_as_they_are() -> Iterator[None]:
    """No setting of another test is remembered."""
    forget_settings(LAKESIDE)
    yield
    forget_settings(LAKESIDE)


def held_by(person: Person) -> date | None:
    """Until when the person holds the clearance, as the next request brings it."""
    with person.acting() as actor:
        return actor.clearances.get("policies")


def with_grace(days: int) -> None:
    with inside(LAKESIDE):
        change_setting(
            actor=operator(LAKESIDE), setting=GRACE["policies"], value=days, reason="Agreed."
        )


def newcomer() -> Person:
    with inside(LAKESIDE):
        user = create_user(
            actor=operator(LAKESIDE), email="newcomer@lakeside.example", name="New Comer"
        )
    wish = Wish(role="coach", scope="care_team", care_team_id=team_of(ursula))
    given(asked(grace, wish, user_id=user.id))
    return Person("newcomer@lakeside.example")


def opens_the_inbox(person: Person) -> bool:
    response = person.client().get("/inbox/", secure=True)
    if response.status_code == 200:
        return True
    assert response["Location"] == "/access/missing/"
    return False


def test_the_demo_is_cleared() -> None:
    for person in (maria, daniel):
        until = held_by(person)
        assert until is not None
        assert until >= today()


def test_a_new_mandatory_version_takes_it_from_everybody_and_acknowledging_gives_it_back() -> None:
    version = published()
    assert not opens_the_inbox(maria)
    acknowledged(version, maria)
    assert opens_the_inbox(maria)
    assert held_by(daniel) is None
    published(next_draft(version))
    assert held_by(maria) is None


def test_until_it_takes_effect_and_through_its_grace_nobody_lacks_it() -> None:
    with_grace(5)
    published(effective_on=today() + 3 * DAY)
    assert held_by(maria) == today() + 7 * DAY


def test_without_grace_it_ends_the_day_before() -> None:
    version = published(effective_on=today() + 3 * DAY)
    assert held_by(maria) == today() + 2 * DAY
    acknowledged(version, maria)
    until = held_by(maria)
    assert until is not None
    # What the demo has coming is not acknowledged yet.
    assert until == today() + 29 * DAY


def test_nobody_gains_time_by_a_version_that_comes_later() -> None:
    published(effective_on=today() + 3 * DAY)
    published(draft(title="Another"), effective_on=today() + 20 * DAY)
    assert held_by(maria) == today() + 2 * DAY


def test_what_nobody_has_to_acknowledge_takes_nothing() -> None:
    before = held_by(maria)
    published(draft(mandatory=False))
    assert held_by(maria) == before


def test_it_comes_with_the_last_acknowledgement_and_not_before() -> None:
    person = newcomer()
    assert held_by(person) is None
    with person.acting() as actor:
        left = [
            each for each in must_acknowledge(actor, actor.user_id) if each.effective_on <= today()
        ]
    for each in left[:-1]:
        acknowledged(found(each.version_id), person)
        assert held_by(person) is None
    acknowledged(found(left[-1].version_id), person)
    assert held_by(person) == today() + 29 * DAY


def test_a_newcomer_has_the_organizations_grace_once() -> None:
    with_grace(10)
    person = newcomer()
    assert held_by(person) == today() + 10 * DAY
    with samuel.acting() as actor:
        end_hold(actor=actor, user_id=person.user.id, clearance="policies", reason="It is over.")
    given(asked(grace, Wish(role="lead", scope="organization"), user_id=person.user.id))
    assert held_by(person) is None


def test_what_is_retired_is_missed_no_more() -> None:
    version = published()
    assert held_by(maria) is None
    with samuel.acting() as actor:
        retire(actor=actor, policy_id=version.policy_id, reason="A mistake.")
    with maria.acting() as actor:
        assert take_up(actor=actor)
    assert held_by(maria) is not None


def test_what_is_lacking_is_not_taken_up() -> None:
    published()
    with maria.acting() as actor:
        assert not take_up(actor=actor)
    assert held_by(maria) is None


def test_an_approved_version_asks_for_nothing_yet() -> None:
    before = held_by(maria)
    approved()
    assert held_by(maria) == before
