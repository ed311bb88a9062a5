"""Settings: declared once, bounded, recorded with what they were, and kept apart by organization."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import DatabaseError

from chaperone.access.actors import operator
from chaperone.access.context import acting_for
from chaperone.ledger.queries import search
from chaperone.organizations.actions import change_setting
from chaperone.organizations.models import SettingChange
from chaperone.organizations.queries import changes_of, forget_settings, value_of
from chaperone.organizations.settings import Setting, declare
from tests.cast import HARBOR, LAKESIDE, inside, samuel

pytestmark = pytest.mark.django_db(databases=["default", "apart"])

LAMPS = Setting(
    name="tests.lamps",
    group="Tests",
    default=2,
    permission="settings.manage",
    field=lambda: forms.IntegerField(label="Lamps", min_value=1, max_value=4),
)


@pytest.fixture(autouse=True)
def _nothing_kept():
    for organization in (LAKESIDE, HARBOR):
        forget_settings(organization)
    yield
    for organization in (LAKESIDE, HARBOR):
        forget_settings(organization)


def test_default_holds_until_somebody_sets_it():
    assert value_of(LAMPS, LAKESIDE) == 2
    with samuel.acting() as actor:
        change_setting(actor=actor, setting=LAMPS, value="3", reason="It is dark.")
        assert value_of(LAMPS, LAKESIDE) == 3
        assert value_of(LAMPS, HARBOR) == 2


def test_history_and_ledger_say_who_changed_what_and_why():
    with samuel.acting() as actor:
        change_setting(actor=actor, setting=LAMPS, value=3, reason="It is dark.")
        change_setting(actor=actor, setting=LAMPS, value=1, reason=" Saving power. ")
        changes = changes_of(actor, LAMPS)
        assert [(change.value, change.reason) for change in changes] == [
            (1, "Saving power."),
            (3, "It is dark."),
        ]
        assert {change.changed_by for change in changes} == {actor.id}
        entry = search(actor, event="organizations.setting.changed").rows[0]
    assert entry.details["from"] == 3
    assert entry.details["to"] == 1


@pytest.mark.parametrize("value", [0, 5, "many", None, "", [1]])
def test_value_out_of_bounds_is_refused_and_changes_nothing(value):
    with samuel.acting() as actor:
        with pytest.raises(ValidationError):
            change_setting(actor=actor, setting=LAMPS, value=value, reason="It is dark.")
        assert changes_of(actor, LAMPS) == []


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_change_needs_a_reason(reason):
    with samuel.acting() as actor, pytest.raises(ValidationError):
        change_setting(actor=actor, setting=LAMPS, value=3, reason=reason)


def test_history_cannot_be_rewritten():
    with inside(LAKESIDE), pytest.raises(DatabaseError, match="permission denied"):
        SettingChange.objects.update(reason="Nothing happened.")


def test_the_operator_sets_values_too():
    actor = operator(LAKESIDE)
    with acting_for(actor):
        change_setting(actor=actor, setting=LAMPS, value="4", reason="From the command line.")
        assert [change.changed_by for change in changes_of(actor, LAMPS)] == [None]


def test_other_organization_sees_no_change():
    with samuel.acting() as actor:
        change_setting(actor=actor, setting=LAMPS, value=3, reason="It is dark.")
        assert SettingChange.objects.filter(name=LAMPS.name).exists()
    with inside(HARBOR):
        assert not SettingChange.objects.filter(name=LAMPS.name).exists()


def test_name_is_declared_once_and_the_default_must_fit():
    declare(LAMPS)
    with pytest.raises(ValueError, match="twice"):
        declare(LAMPS)
    with pytest.raises(ValueError, match="not a value"):
        declare(
            Setting("tests.bulbs", "Tests", "2", "settings.manage", lambda: forms.IntegerField())
        )
