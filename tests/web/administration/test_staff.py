"""Staff: who is here, and what is done to an account, each with a question first."""

import pytest

from chaperone.access.events import ASKED
from chaperone.accounts.actions.throttle import count_wrong_try, subject_of_account
from chaperone.accounts.models import Invitation, Link
from chaperone.accounts.queries import find_user, sessions_of
from tests.cast import LAKESIDE, grace, inside, maria, samuel
from tests.web.administration.asking import entries, get, post, queries, text, url

pytestmark = pytest.mark.usefixtures("committed")

CHECKED = {"how": "in person", "note": "Saw the card"}
NEW = {
    "name": "Nora Vale",
    "email": "nora@lakeside.example",
    "role": "auditor",
    "care_team": "",
    "reason": "Yearly audit",
}


def invited() -> str:
    assert post(grace, "staff_invite", NEW).status_code == 302
    user = find_user(NEW["email"])
    assert user is not None
    return str(user.id)


def test_the_register_tells_roles_factors_and_states():
    page = text(get(grace, "staff"))
    for told in ("Maria", "Coach", "authenticator app", "Security officer", "Last sign-in"):
        assert told in page
    assert "Maria" in text(get(grace, "staff", {"name": "ALVAREZ"}))
    assert "Nobody fits" in text(get(grace, "staff", {"name": "nobody of that name"}))
    assert get(grace, "staff", {"name": "x" * 300}).status_code == 400


def test_an_invitation_asks_for_the_role_and_gives_nothing():
    user_id = invited()
    page = text(get(grace, "staff_person", user_id=user_id))
    assert "Invited" in page
    assert "No role at the moment" in page
    (asked,) = entries(ASKED.name)
    assert asked.actor_id == grace.user.id


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"email": "nobody"}, "Enter a valid email address"),
        ({"name": ""}, "This field is required"),
        ({"role": "king"}, "Select a valid choice"),
        ({"role": "coach"}, "A coach works in a care team"),
        ({"reason": "x" * 501}, "at most 500 characters"),
        ({"reason": "a\x00"}, "Null characters"),
        ({"email": ["a@b.example", "c@d.example"]}, "sent more than once"),
    ],
)
def test_what_is_wrong_with_an_invitation_is_said(change, sentence):
    response = post(grace, "staff_invite", NEW | change)
    assert response.status_code == 400
    assert sentence in text(response)
    with inside(LAKESIDE):
        assert not Invitation.objects.exists()


def test_an_invitation_is_sent_again_and_taken_back():
    user_id = invited()
    assert post(grace, "staff_invite_again", user_id=user_id).status_code == 302
    assert Link.objects.filter(user_id=user_id, revoked_at=None).count() == 1
    assert post(grace, "staff_invitation_revoke", user_id=user_id).status_code == 302
    assert not Link.objects.filter(user_id=user_id, revoked_at=None).exists()
    again = post(grace, "staff_invitation_revoke", user_id=user_id)
    assert again.status_code == 400
    assert "taken back already" in text(again)


def test_a_person_is_unlocked_after_an_identity_check_only():
    for _ in range(5):
        count_wrong_try(subject_of_account(maria.user.id))
    assert "Locked out" in text(get(grace, "staff"))
    for wrong in ({}, {"how": "guessed"}, CHECKED | {"note": "x" * 501}):
        assert post(grace, "staff_unlock", wrong, user_id=maria.user.id).status_code == 400
    assert post(grace, "staff_unlock", CHECKED, user_id=maria.user.id).status_code == 302
    assert "Locked out" not in text(get(grace, "staff"))
    (check,) = entries("accounts.identity.checked")
    assert check.details["how"] == "in person"


def test_nobody_unlocks_or_ends_themselves():
    assert post(grace, "staff_unlock", CHECKED, user_id=grace.user.id).status_code == 400
    response = post(grace, "staff_end", {"reason": "x"}, user_id=grace.user.id)
    assert response.status_code == 400
    assert "Nobody ends their own access" in text(response)


def test_a_link_for_a_new_password_is_sent_after_a_check():
    assert post(grace, "staff_reset", {}, user_id=maria.user.id).status_code == 400
    assert post(grace, "staff_reset", CHECKED, user_id=maria.user.id).status_code == 302
    assert Link.objects.get(user_id=maria.user.id).kind == "checked"


def test_sessions_of_a_person_end_at_once():
    client = maria.client()
    assert client.get("/inbox/", secure=True).status_code == 200
    ended = post(samuel, "staff_sessions_end", {"reason": "Lost laptop"}, user_id=maria.user.id)
    assert ended.status_code == 302
    assert client.get("/inbox/", secure=True).status_code == 302


def test_one_session_ends():
    client = maria.client()
    page = text(get(samuel, "sessions"))
    assert "Maria" in page
    (session,) = sessions_of(maria.user.id)
    assert post(samuel, "session_end", {}, session_id=session.id).status_code == 400
    ended = post(samuel, "session_end", {"reason": "Lost"}, session_id=session.id)
    assert ended.status_code == 302
    assert client.get("/inbox/", secure=True).status_code == 302
    assert get(samuel, "session_end", session_id=session.id).status_code == 404


def test_all_access_ends_after_a_question():
    client = maria.client()
    assert "this moment on" in text(get(grace, "staff_end", user_id=maria.user.id))
    assert post(grace, "staff_end", user_id=maria.user.id).status_code == 400
    ended = post(grace, "staff_end", {"reason": "Left"}, user_id=maria.user.id)
    assert ended.status_code == 302
    assert client.get("/inbox/", secure=True).status_code in (302, 404)
    page = text(get(grace, "staff_person", user_id=maria.user.id))
    assert "Closed" in page


def test_pages_take_a_fixed_number_of_queries():
    client = grace.client()
    assert queries(client, url("staff")) <= 17
    assert queries(client, url("sessions")) <= 13
    assert queries(client, url("staff_person", user_id=maria.user.id)) <= 21
