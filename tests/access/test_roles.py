"""Roles as data: what each opens and never opens, by purpose and element; a deny always wins."""

import pytest
from django.apps import apps

from chaperone.access.queries.roles import PURPOSE_WORDS
from chaperone.access.roles import (
    ELEMENTS,
    OF_PEOPLE,
    PERMISSIONS,
    PROGRAMS,
    PURPOSES,
    ROLES,
    columns_of,
    denied_groups,
    elements_of,
    groups_of,
    permissions_of,
    role_from,
)
from chaperone.access.sentences import why
from chaperone.vault.fields import SealedField, SecretTextField

NAME, BODY = ("members_member", "name"), ("conversations_message", "body")


def phi_columns():
    """Every sealed column of members' data that exists."""
    return {
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, SealedField) and not isinstance(field, SecretTextField)
    }


def test_the_catalogue_names_every_sealed_column_and_none_that_is_not():
    existing = columns_of(name for name, group in ELEMENTS.items() if not group.planned)
    planned = columns_of(name for name, group in ELEMENTS.items() if group.planned)
    assert existing == phi_columns()
    assert not planned & phi_columns(), "it exists now: it is planned no longer"


OF_NO_ROLE = {("conversations_turn", "category")}
"""Sealed for the record; opened for nobody but a customer who leaves."""


def test_what_is_sealed_for_the_record_is_opened_by_nobody():
    for name in ROLES:
        for purpose in PURPOSES:
            assert not elements_of("staff", [name], purpose) & OF_NO_ROLE


def test_roles_are_made_of_what_the_catalogue_names():
    for role in (*ROLES.values(), *PROGRAMS.values()):
        assert role.permissions.allow | role.permissions.deny <= PERMISSIONS.keys()
        assert role.elements.keys() <= set(PURPOSES)
        for rules in role.elements.values():
            assert rules.allow | rules.deny <= ELEMENTS.keys()
            assert not rules.allow & rules.deny


def test_every_purpose_has_words():
    assert PURPOSE_WORDS.keys() == set(PURPOSES)
    assert all(why(purpose) != purpose for purpose in PURPOSES)


def test_people_open_data_for_what_is_of_people_only():
    for role in ROLES.values():
        assert {purpose for purpose, rules in role.elements.items() if rules.allow} <= set(
            OF_PEOPLE
        )


def test_a_coach_sees_name_messages_and_readings_and_no_number_address_or_insurance():
    groups = groups_of(["coach"], "treatment")
    assert {"name", "messages", "readings"} <= groups
    assert not groups & {"ssn", "address", "insurance"}


def test_for_another_purpose_a_coach_opens_nothing():
    for purpose in set(PURPOSES) - {"treatment"}:
        assert groups_of(["coach"], purpose) == frozenset()


def test_an_administrator_manages_and_reads_no_thread():
    may = permissions_of(["administrator"])
    assert {"members.manage", "staff.manage", "careteams.manage"} <= may
    assert not may & {"conversations.read", "conversations.reply"}
    for purpose in PURPOSES:
        assert BODY not in elements_of("staff", ["administrator"], purpose)


@pytest.mark.parametrize("role", ["security_officer", "auditor", "support"])
def test_officers_auditors_and_operators_read_no_phi(role):
    for purpose in PURPOSES:
        assert groups_of([role], purpose) == frozenset()
    assert not ROLES[role].reaches_members


def test_a_deny_wins_over_every_allow():
    both = ["coach", "administrator"]
    assert "conversations.read" not in permissions_of(both)
    assert "messages" in denied_groups(both, "treatment")
    assert BODY not in elements_of("staff", both, "treatment")
    assert NAME in elements_of("staff", both, "treatment")


def test_the_roles_of_the_portal_hold_what_it_asks_for():
    assert permissions_of(["administrator"]) >= {
        "staff.read",
        "staff.manage",
        "members.read",
        "members.manage",
        "careteams.manage",
        "settings.manage",
        "sessions.manage",
    }
    officer = permissions_of(["security_officer"])
    assert officer >= {
        "staff.read",
        "settings.security",
        "sessions.manage",
        "requestlog.read",
        "ledger.read",
        "access.approve",
        "access.review",
        "roles.manage",
    }
    assert "settings.manage" not in officer
    assert permissions_of(["auditor"]) >= {"ledger.read", "requestlog.read"}


def test_a_role_that_is_gone_gives_nothing():
    assert permissions_of(["gone"]) == frozenset()
    assert elements_of("staff", ["gone"], "treatment") == frozenset()


def test_a_role_of_an_organizations_own_works_like_the_products():
    own = {
        "greeter": role_from(
            {
                "label": "Greeter",
                "allow": ["members.read"],
                "elements": {"treatment": {"allow": ["name"], "deny": ["phone"]}},
            }
        )
    }
    assert permissions_of(["greeter"], own) == {"members.read"}
    assert elements_of("staff", ["greeter"], "treatment", own) == {NAME}
    with_coach = elements_of("staff", ["greeter", "coach"], "treatment", own)
    assert ("members_member", "phone") not in with_coach
    assert BODY in with_coach


def test_a_role_reads_back_as_it_was_written():
    for role in ROLES.values():
        again = role_from(role.definition())
        assert again.permissions == role.permissions
        assert dict(again.elements) == dict(role.elements)


def test_no_program_may_do_or_open_more_than_its_work():
    assert elements_of("worker", (), "treatment") == frozenset()
    assert elements_of("operator", (), "treatment") == frozenset()
    # Number and birth date are opened to be taken out of what a model is asked.
    groups = ["name", "phone", "birth_date", "messages", "unknown_texts"]
    assert elements_of("assistant", (), "treatment") == columns_of(groups)
    assert elements_of("assistant", (), "operations") == frozenset()
