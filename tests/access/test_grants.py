"""The web server gives what was allowed and nothing else: tried in SQL, as the real login."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from chaperone.access.actions import assign_coach, end_grant, give_grant
from chaperone.access.actions.requests import Wish
from chaperone.access.errors import NotACoach, NotARole, NotReachable, OwnAccess
from chaperone.access.events import GRANT_ENDED, GRANT_GIVEN
from chaperone.access.models import Grant, Request
from chaperone.access.queries import coaches_of, grants_of, people_who_may, staff_of
from chaperone.access.queries.grants import register
from tests.access.scene import asked, entries, granted, id_of, one_member, page_of, soon, team_of
from tests.cast import HARBOR, LAKESIDE, daniel, grace, inside, lee, maria, priya, samuel, ursula

REFUSED = "permission denied|read-only transaction"
pytestmark = pytest.mark.usefixtures("committed")


def forged(person, **columns):
    """A grant written by a web server that has been taken over by this person."""
    with person.acting() as actor, transaction.atomic():
        Grant.objects.create(
            organization_id=actor.organization_id,
            user_id=columns.pop("user_id", actor.user_id),
            reason="Forged.",
            **columns,
        )


def test_the_web_server_gives_no_role_by_itself():
    with samuel.acting() as actor, pytest.raises(DatabaseError, match="row-level security"):
        give_grant(actor=actor, user_id=maria.user.id, role="auditor", reason="By hand.")


@pytest.mark.parametrize(
    "columns",
    [
        {"role": "coach", "scope": "organization"},
        {"role": "emergency", "scope": "organization"},
        {"element": "ssn", "scope": "organization"},
    ],
)
def test_it_forges_nothing_for_the_person(columns):
    with pytest.raises(DatabaseError, match="row-level security"):
        forged(daniel, **columns)


def test_nor_a_care_team_for_who_is_no_coach_or_for_oneself():
    for person, user in ((grace, samuel), (daniel, daniel)):
        with pytest.raises(DatabaseError):
            forged(
                person,
                user_id=user.user.id,
                role="coach",
                scope="care_team",
                care_team_id=team_of(ursula),
                given_by=person.user.id,
            )


@pytest.mark.parametrize(
    "changed",
    [
        {"role": "auditor"},
        {"scope": "organization", "member_id": None},
        {"ends_at": None},
        {"user": priya},
        {"element": "ssn", "role": ""},
    ],
    ids=["role", "scope", "end", "person", "element"],
)
def test_an_approved_request_allows_what_it_says_and_no_more(changed):
    grant = granted(maria, one_member(lee))
    columns = {
        "user_id": maria.user.id,
        "role": "coach",
        "scope": "member",
        "member_id": id_of(lee),
        "ends_at": grant.ends_at,
        "request_id": grant.request_id,
    } | changed
    if "user" in columns:
        columns["user_id"] = columns.pop("user").user.id
    with pytest.raises(DatabaseError, match="row-level security"):
        forged(maria, **columns)


def test_a_request_that_waits_allows_nothing():
    until = soon()
    request_id = asked(maria, one_member(lee), until)
    with pytest.raises(DatabaseError, match="row-level security"):
        forged(
            maria,
            role="coach",
            scope="member",
            member_id=id_of(lee),
            ends_at=until,
            request_id=request_id,
        )


def test_nobody_prolongs_or_revives_a_grant():
    grant = granted(maria, one_member(lee))
    with maria.acting():
        for ends_at in (None, soon(days=30)):
            with pytest.raises(DatabaseError), transaction.atomic():
                Grant.objects.filter(id=grant.id).update(ends_at=ends_at)
        for column in ("role", "scope", "member_id", "starts_at", "user_id"):
            with (
                pytest.raises(DatabaseError, match=REFUSED),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(f"UPDATE access_grant SET {column} = {column}")
    with samuel.acting() as actor:
        end_grant(actor=actor, grant_id=grant.id, reason="Enough.")
    with maria.acting():
        assert Grant.objects.filter(id=grant.id).update(ends_at=None) == 0


@pytest.mark.parametrize("login", ["web", "worker", "auditor", "sequencer"])
def test_no_server_process_deletes_what_was_given(as_login, login):
    with as_login(login), inside(LAKESIDE):
        for table in ("grant", "request", "emergency", "review", "reviewitem", "ownrole"):
            with (
                pytest.raises(DatabaseError, match=REFUSED),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(f"DELETE FROM access_{table}")


@pytest.mark.parametrize("login", ["worker", "auditor"])
def test_no_other_process_writes_grants_or_decides(as_login, login):
    request_id = asked()
    with as_login(login), inside(LAKESIDE):
        with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic():
            Request.objects.filter(id=request_id).update(state="refused")
        with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic():
            Grant.objects.create(
                organization_id=LAKESIDE,
                user_id=maria.user.id,
                role="auditor",
                scope="organization",
                reason="x",
            )


def test_a_grant_names_a_role_or_an_element_and_its_target(as_login):
    bad = [
        {"role": "", "scope": "organization"},
        {"role": "coach", "element": "ssn", "scope": "organization"},
        {"role": "coach", "scope": "member"},
        {"role": "coach", "scope": "organization", "member_id": id_of(lee)},
    ]
    for columns in bad:
        with as_login("owner"), pytest.raises(IntegrityError):
            forged(maria, **columns)


# ---- Care teams: what an administrator may do alone.


def test_an_administrator_puts_a_coach_into_one_more_care_team():
    north = team_of(ursula)
    with grace.acting() as actor:
        assign_coach(actor=actor, user_id=daniel.user.id, care_team_id=north, reason="Covers.")
    assert daniel.client().get(page_of(ursula), secure=True).status_code == 200
    assert daniel.client().get(page_of(lee), secure=True).status_code == 200
    with inside(LAKESIDE):
        assert coaches_of(team_of(ursula)) == ["Daniel Osei", "Maria Alvarez"]
    assert entries(GRANT_GIVEN)[0].actor_id == grace.user.id


@pytest.mark.parametrize(
    ("person", "error"),
    [(samuel, NotACoach), (grace, OwnAccess), (priya, NotACoach)],
    ids=["no coach", "oneself", "a coach elsewhere"],
)
def test_nobody_becomes_a_coach_that_way_or_does_it_for_themselves(person, error):
    north = team_of(ursula)
    with grace.acting() as actor, pytest.raises(error):
        assign_coach(actor=actor, user_id=person.user.id, care_team_id=north, reason="New.")


def test_ending_a_grant_is_recorded_with_who_and_why():
    grant = granted(maria, one_member(lee))
    with samuel.acting() as actor:
        end_grant(actor=actor, grant_id=grant.id, reason="Daniel is back.")
        with pytest.raises(NotReachable):
            end_grant(actor=actor, grant_id=grant.id, reason="Again.")
    (entry,) = entries(GRANT_ENDED)
    assert entry.members == (id_of(lee),)
    assert entry.details["reason"] == "Daniel is back."
    assert maria.client().get(page_of(lee), secure=True).status_code == 404


def test_an_officer_of_another_organization_ends_nothing():
    grant = granted(maria, one_member(lee))
    with priya.acting() as actor, pytest.raises(NotReachable):
        end_grant(actor=actor, grant_id=grant.id, reason="x")


def test_who_can_reach_what_in_words():
    granted(maria, one_member(lee))
    granted(maria, Wish(element="insurance", scope="care_team", care_team_id=team_of(ursula)))
    with samuel.acting() as actor:
        lines = grants_of(actor, maria.user.id)
        assert [(line.what, line.where) for line in lines] == [
            ("Coach", "North shore"),
            ("Coach", f"member …{id_of(lee).hex[-6:]}"),
            ("Insurance", "North shore"),
        ]
        assert {line.user_name for line in register(actor)} == set(staff_of(actor).values())
        assert list(people_who_may(actor, "access.review").values()) == [samuel.email]
        assert set(people_who_may(actor, "conversations.read").values()) == {
            maria.email,
            daniel.email,
        }
    with inside(HARBOR):
        assert not Grant.objects.filter(user_id=maria.user.id).exists()


def test_no_role_that_does_not_exist_is_given(as_login):
    with as_login("owner"), samuel.acting() as actor, pytest.raises(NotARole):
        give_grant(actor=actor, user_id=maria.user.id, role="emperor", reason="x")
