"""Who has not acknowledged what, for many people and policies."""

from typing import Any

import pytest

from chaperone.policies.actions.publishing import retire
from chaperone.policies.models import Standing
from chaperone.policies.queries.overdue import acknowledged_counts, overdue
from chaperone.policies.queries.reading import acknowledged_by
from chaperone.policies.queries.versions import published_by_policy
from chaperone.policies.spans import last_day_done
from tests.cast import daniel, grace, maria, samuel
from tests.policies.scene import DAY, acknowledged, draft, next_draft, published, today

pytestmark = pytest.mark.django_db(databases=["default", "apart"])


def names(**asked: Any) -> dict[str, list[str]]:
    with samuel.acting() as actor:
        return {
            line.name: [each.title for each in line.versions]
            for line in overdue(actor, **asked).lines
        }


def test_the_demo_owes_nothing() -> None:
    assert names() == {}


def test_each_who_owes_something_with_what_it_is() -> None:
    screens, doors = published(), published(draft(title="Doors"))
    acknowledged(screens, maria, daniel)
    acknowledged(doors, daniel, grace)
    owed = names()
    assert owed["Maria Alvarez"] == ["Doors"]
    assert owed["Grace Lin"] == ["Locked screens"]
    assert owed["Samuel Brandt"] == ["Doors", "Locked screens"]
    assert "Daniel Osei" not in owed
    assert names(name="alVAREZ") == {"Maria Alvarez": ["Doors"]}
    assert names(name="%") == names(name="_") == {}
    assert names(page=9) == owed
    with samuel.acting() as actor:
        assert acknowledged_counts(actor, [screens.id], today())[screens.id] == (2, 5)
        assert overdue(actor).people == 4


def test_what_is_noted_of_each_is_what_follows_from_what_they_acknowledged() -> None:
    first = published(effective_on=today() + DAY)
    acknowledged(first, maria)
    acknowledged(published(next_draft(first), effective_on=today() + 9 * DAY), daniel)
    acknowledged(published(draft(title="Doors")), maria, daniel, grace)
    with samuel.acting() as actor:
        noted = dict(Standing.objects.values_list("user_id", "done_until"))
        policies = [
            [span._replace(version=span.version._replace(grace_until=None)) for span in spans]
            for spans in published_by_policy(actor).values()
        ]
        for person in (maria, daniel, grace):
            done = acknowledged_by(actor, person.user.id)
            assert noted[person.user.id] == last_day_done(policies, done, today())
        assert noted[samuel.user.id] == today() - DAY
        retire(actor=actor, policy_id=first.policy_id, reason="Over.")
        noted = dict(Standing.objects.values_list("user_id", "done_until"))
        # What the demo has coming is the next that everybody owes.
        assert noted[daniel.user.id] == noted[maria.user.id] == today() + 29 * DAY
