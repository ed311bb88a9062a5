from uuid import UUID

import pytest
from django.test import RequestFactory

from chaperone.access.actors import Staff
from chaperone.web.context import shell
from chaperone.web.navigation import current, entries_for, groups_for, home_of


def staff(*roles: str) -> Staff:
    return Staff(kind="staff", id=UUID(int=1), organization_id=UUID(int=2), roles=frozenset(roles))


MINE = ("Calendar", "My start", "My policies", "My training")
RISKS = ("Risks", "Findings", "Evaluations", "Specifications", "Releases", "Processing")
PROGRAMME = ("Policies", "People", "Training", *RISKS, "Continuity")


@pytest.mark.parametrize(
    ("role", "labels", "home"),
    [
        (
            "coach",
            [
                *(
                    "Today",
                    "Inbox",
                    "Unknown",
                    "Answering",
                    "Members",
                    "On call",
                    "Answer library",
                    "Access",
                ),
                *("Copies", *MINE),
            ],
            "conversations:inbox",
        ),
        (
            "administrator",
            [
                *("Today", "On call", "Members", "Staff", "Care teams", "Fixed texts", "Settings"),
                *(
                    "Answer library",
                    "Sessions",
                    "Destroyed data",
                    "Retention",
                    "Access",
                    *PROGRAMME,
                ),
                *("Sites and devices", "Visitors", "Copies", *MINE),
            ],
            "administration:members",
        ),
        (
            "security_officer",
            [
                *("Today", "On call", "Staff", "Fixed texts", "Settings", "Sessions"),
                *(
                    "Request log",
                    "Destroyed data",
                    "Alerts",
                    "Incidents",
                    "Retention",
                    "Standards",
                    "Ledger",
                    "Access",
                    *PROGRAMME,
                    "Vendors",
                ),
                *("Sites and devices", "Visitors", "Copies", *MINE),
            ],
            "today:today",
        ),
        (
            "lead",
            [
                *(
                    "Today",
                    "Inbox",
                    "Unknown",
                    "Answering",
                    "Members",
                    "On call",
                    "Fixed texts",
                    "Access",
                ),
                *("Copies", *MINE),
            ],
            "conversations:inbox",
        ),
        (
            "auditor",
            [
                *(
                    "Request log",
                    "Destroyed data",
                    "Alerts",
                    "Incidents",
                    "Retention",
                    "Standards",
                    "Ledger",
                    "Access",
                    *PROGRAMME,
                    "Vendors",
                ),
                *("Sites and devices", "Copies", *MINE),
            ],
            "ledger:search",
        ),
        ("clinical_reviewer", ["Answer library", "Access", *MINE], "administration:library"),
        ("support", ["Access", *MINE], "access:mine"),
    ],
)
def test_each_role_finds_its_pages_and_starts_where_its_work_is(role, labels, home):
    assert [entry.label for entry in entries_for(staff(role))] == labels
    assert home_of(staff(role)) == home


def test_two_roles_find_the_pages_of_both_once():
    found = [entry.label for entry in entries_for(staff("coach", "auditor"))]
    assert found == [
        *("Today", "Inbox", "Unknown", "Answering", "Members", "On call", "Answer library"),
        *(
            "Request log",
            "Destroyed data",
            "Alerts",
            "Incidents",
            "Retention",
            "Standards",
            "Ledger",
            "Access",
            *PROGRAMME,
            "Vendors",
        ),
        *("Sites and devices", "Copies", *MINE),
    ]


def test_what_one_role_denies_is_not_found_by_another():
    found = [entry.label for entry in entries_for(staff("coach", "administrator"))]
    assert found == [
        "Today",
        "On call",
        "Members",
        "Staff",
        "Care teams",
        "Fixed texts",
        "Settings",
        "Answer library",
        "Sessions",
        "Destroyed data",
        "Retention",
        "Access",
        *PROGRAMME,
        *("Sites and devices", "Visitors", "Copies", *MINE),
    ]


def test_who_has_no_role_finds_how_they_sign_in():
    assert entries_for(staff()) == []
    assert home_of(staff()) == "mfa_index"


def test_the_frame_is_empty_for_strangers():
    assert shell(RequestFactory().get("/")) == {}


def test_only_who_may_see_members_can_search_for_one():
    request = RequestFactory().get("/")
    request.resolver_match = None
    request.actor = staff("auditor")
    assert shell(request)["may_search_members"] is False
    request.actor = staff("administrator")
    assert shell(request)["may_search_members"] is True


def test_entries_stand_in_groups_and_the_page_is_marked_once():
    administrator = staff("administrator")
    assert [group.label for group in groups_for(administrator)] == [
        "Care",
        "Organization",
        "Security",
        "Programme",
        "For me",
    ]
    assert current(administrator, "administration:member_import_preview") == (
        "administration:members"
    )
    assert current(administrator, "administration:staff_person") == "administration:staff"
    assert current(administrator, "administration:session_end") == "administration:sessions"
    assert current(administrator, "web:home") == ""
