"""Sessions: 45 CFR 164.312(a)(2)(iii), 164.312(d); OWASP ASVS 5.0 chapter 7."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session as BrowserSession
from django.db import connection
from django.test import Client
from django.urls import reverse

from chaperone.accounts import middleware, queries
from chaperone.accounts.actions import (
    choose_organization,
    deactivate,
    end_session,
    end_sessions,
)
from chaperone.accounts.actions.sessions import end_all
from chaperone.accounts.errors import NobodyThere
from chaperone.accounts.events import (
    SESSION_MOVED,
    SESSION_STOPPED,
    SESSION_TIMED_OUT,
    SIGN_IN_SUCCEEDED,
    SIGNED_OUT,
    USER_DEACTIVATED,
)
from chaperone.accounts.middleware import POLL_HEADER
from chaperone.accounts.queries import session_with, sessions_in, sessions_of
from chaperone.accounts.requests import Origin
from chaperone.accounts.session_store import stored_key
from chaperone.accounts.settings import (
    IDLE_MINUTES,
    OPEN_FLOOR_IDLE_MINUTES,
    SESSIONS_AT_ONCE,
)
from chaperone.database.context import Context, apply
from chaperone.organizations.actions import change_setting
from tests.accounts.entering import code_of, enter, entries, get, post, sessions_ever, try_password
from tests.cast import HARBOR, LAKESIDE, grace, inside, maria, priya, samuel

pytestmark = pytest.mark.django_db(databases=["default", "apart"])


def key_of(client: Client) -> str:
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def is_in(client: Client, **extra: str) -> bool:
    """Whether the browser is still signed in."""
    response = client.get(reverse("mfa_index"), secure=True, **extra)
    return bool(response.status_code == 200)


def change(setting, value):
    with samuel.acting() as actor:
        change_setting(actor=actor, setting=setting, value=value, reason="A test.")


def test_sign_in_opens_a_session_that_says_where_and_how():
    client = enter(maria)
    (session,) = sessions_of(maria.user.id)
    assert session.organization_id == LAKESIDE
    assert (session.address, session.user_agent) == ("127.0.0.1", "a browser")
    assert session == session_with(stored_key(key_of(client)))
    (entry,) = entries(SIGN_IN_SUCCEEDED)
    assert (entry.session, entry.address) == (session.id, "127.0.0.1")


def test_database_holds_no_key_that_a_browser_could_show():
    client = enter(maria)
    stored = set(BrowserSession.objects.values_list("session_key", flat=True))
    assert key_of(client) not in stored
    assert stored_key(key_of(client)) in stored
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_key FROM django_session")
        for (key,) in cursor.fetchall():
            thief = Client(headers={"user-agent": "a browser"})
            thief.cookies[settings.SESSION_COOKIE_NAME] = key
            assert not is_in(thief)


def test_sign_in_gives_a_new_key():
    client = Client(headers={"user-agent": "a browser"})
    try_password(maria.email, maria.credentials["password"], client)
    before = key_of(client)
    post(client, "mfa_authenticate", {"code": code_of(maria)})
    assert key_of(client) != before
    assert is_in(client)
    client.cookies[settings.SESSION_COOKIE_NAME] = before
    assert not is_in(client)


def test_idle_session_ends_and_is_recorded_once(later):
    client = maria.client()
    later(minutes=14, seconds=50)
    assert sessions_of(maria.user.id)
    later(seconds=11)
    response = client.get(reverse("conversations:inbox"), secure=True)
    assert response.url.startswith(reverse("account_login"))
    client.get(reverse("conversations:inbox"), secure=True)
    (entry,) = entries(SESSION_TIMED_OUT)
    assert entry.actor_id == maria.user.id
    assert sessions_ever(maria)[0].ended_why == "timed out"
    assert b"nothing happened for a while" in get(client, "account_login").content


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("timed out", "nothing happened for a while"),
        ("moved", "Your browser or network has changed"),
        ("ended by others", "This session was ended"),
    ],
)
def test_a_second_request_of_the_same_page_is_told_why_too(why, said, monkeypatch):
    """Its browser's session was read already when the first request ended it."""

    def ended_meanwhile(key):
        end_all(user_id=maria.user.id, why=why)
        return session_with(key)

    client = maria.client()
    monkeypatch.setattr(middleware, "session_with", ended_meanwhile)
    client.get(reverse("conversations:inbox"), secure=True)
    assert said in get(client, "account_login").content.decode()


def test_an_idle_page_that_came_to_sign_in_by_itself_says_why_once(client):
    page = client.get("/accounts/login/?idle", secure=True).content.decode()
    assert page.count("nothing happened for a while") == 1
    assert "nothing happened" not in client.get("/accounts/login/", secure=True).content.decode()


def test_page_renews_the_idle_clock_and_a_poll_does_not(later):
    client = maria.client()
    later(minutes=10)
    client.get(reverse("conversations:inbox_version"), headers={POLL_HEADER: "1"}, secure=True)
    client.get(reverse("conversations:inbox"), headers={POLL_HEADER: "1"}, secure=True)
    assert get_left(client) <= 5 * 60
    client.get(reverse("conversations:inbox"), secure=True)
    assert get_left(client) > 14 * 60
    later(minutes=10)
    assert is_in(client)


def get_left(client):
    response = client.get(reverse("account_time_left"), headers={POLL_HEADER: "1"}, secure=True)
    return response.json()["seconds"]


def test_answer_to_the_warning_renews_and_needs_no_script(later):
    client = maria.client()
    later(minutes=14)
    assert get_left(client) <= 60
    response = client.post(
        reverse("account_stay"), headers={"accept": "application/json"}, secure=True
    )
    assert response.json()["seconds"] > 14 * 60
    assert post(client, "account_stay").url == reverse("web:home")
    later(minutes=16)
    response = client.get(reverse("account_time_left"), headers={POLL_HEADER: "1"}, secure=True)
    assert (response.status_code, response.json()) == (401, {"seconds": 0})


@pytest.mark.parametrize(("minutes", "alive"), [(4, True), (6, False)])
def test_organization_sets_the_idle_time(later, minutes, alive):
    change(IDLE_MINUTES, 5)
    client = maria.client()
    later(minutes=minutes)
    assert is_in(client) is alive


def test_organization_does_not_set_the_idle_time_of_another(later):
    change(IDLE_MINUTES, 5)
    client = priya.client()
    later(minutes=14)
    assert is_in(client)


@pytest.mark.parametrize("minutes", [0, 31, "", "many"])
def test_idle_time_is_bounded(minutes):
    with pytest.raises(Exception, match=r"value|number|required"):
        IDLE_MINUTES.clean(minutes)
    assert OPEN_FLOOR_IDLE_MINUTES.field().max_value < 15


def test_busy_session_ends_after_its_life_all_the_same(later, monkeypatch):
    monkeypatch.setattr(queries, "LIFE", timedelta(minutes=30))
    client = maria.client()
    for _ in range(2):
        later(minutes=12)
        assert is_in(client)
    later(minutes=7)
    assert not is_in(client)
    assert len(entries(SESSION_TIMED_OUT)) == 1


def test_life_is_twelve_hours():
    assert timedelta(hours=12) == queries.LIFE
    assert settings.SESSION_COOKIE_AGE == 12 * 60 * 60


def test_open_floor_is_chosen_at_sign_in_remembered_and_ends_sooner(later):
    client = Client(headers={"user-agent": "a browser"})
    form = {
        "login": maria.email,
        "password": maria.credentials["password"],
        "open_floor": "on",
    }
    post(client, "account_login", form)
    post(client, "mfa_authenticate", {"code": code_of(maria)})
    (session,) = sessions_of(maria.user.id)
    assert session.open_floor
    later(minutes=11)
    assert not is_in(client)
    assert b"checked" in get(client, "account_login").content
    mark = client.cookies["__Host-open-floor"]
    assert mark["secure"]
    assert mark["httponly"]


def test_another_browser_is_asked_to_sign_in_and_an_alert_is_recorded():
    client = maria.client()
    assert not is_in(client, headers={"user-agent": "a thief's browser"})
    assert not is_in(client)
    (entry,) = entries(SESSION_MOVED)
    assert entry.actor_id == maria.user.id
    assert entry.details["changed"] == "user agent"
    assert entry.details["before"]["user_agent"] == "tests"


@pytest.mark.parametrize(
    ("address", "alive"),
    [("127.0.200.9", True), ("127.1.0.1", False), ("2001:db8::1", False), ("", False)],
)
def test_jump_of_network_asks_to_sign_in_again(address, alive):
    client = maria.client()
    assert is_in(client, REMOTE_ADDR=address) is alive
    assert [entry.details["changed"] for entry in entries(SESSION_MOVED)] == (
        [] if alive else ["network"]
    )


@pytest.mark.parametrize(
    ("before", "now", "same"),
    [
        ("198.51.100.7", "198.51.255.9", True),
        ("198.51.100.7", "198.52.100.7", False),
        ("2001:db8:1::1", "2001:db8:ffff::2", True),
        ("2001:db8:1::1", "2001:db9:1::1", False),
        ("::ffff:198.51.100.7", "198.51.1.1", True),
        ("not an address", "not an address", True),
    ],
)
def test_network_is_the_first_16_or_32_bits(before, now, same):
    assert (Origin(before, "").network == Origin(now, "").network) is same


def test_fourth_browser_ends_the_oldest():
    clients = [maria.client() for _ in range(4)]
    assert [is_in(client) for client in clients] == [False, True, True, True]
    (entry,) = entries(SESSION_STOPPED)
    assert entry.details["reason"] == "too many"


def test_organization_sets_how_many_at_once():
    change(SESSIONS_AT_ONCE, 1)
    clients = [maria.client() for _ in range(2)]
    assert [is_in(client) for client in clients] == [False, True]


def test_own_sessions_are_listed_and_ended_one_by_one():
    here, there = maria.client(), maria.client()
    page = get(here, "mfa_index")
    assert page.content.count(b"127.0.0.1, signed in") == 2
    other = next(row for row in page.context["sessions"] if not row["current"])
    assert post(here, "account_end_session", session_id=other["id"]).url == reverse("mfa_index")
    assert is_in(here)
    assert not is_in(there)
    assert entries(SESSION_STOPPED)[0].details["reason"] == "ended by its owner"


def test_all_other_browsers_are_signed_out_at_once():
    here, *others = [maria.client() for _ in range(3)]
    post(here, "account_end_others")
    assert [is_in(client) for client in (here, *others)] == [True, False, False]


def test_nobody_ends_somebody_elses_session_from_their_own_page():
    hers = maria.client()
    (session,) = sessions_of(maria.user.id)
    post(grace.client(), "account_end_session", session_id=session.id)
    assert is_in(hers)


def test_administrator_ends_all_sessions_of_a_person_at_once():
    clients = [maria.client(), maria.client()]
    with grace.acting() as actor:
        assert end_sessions(actor=actor, user_id=maria.user.id, reason="Left her phone.") == 2
    assert not any(map(is_in, clients))
    entry = entries(SESSION_STOPPED)[0]
    assert entry.actor_id == grace.user.id
    assert entry.details["reason"] == "Left her phone."
    assert not BrowserSession.objects.filter(
        session_key__in=[stored_key(key_of(client)) for client in clients]
    ).exists()


def test_administrator_ends_one_session_in_their_organization_only():
    client, stranger = maria.client(), priya.client()
    (session,) = sessions_of(maria.user.id)
    (elsewhere,) = sessions_of(priya.user.id)
    with grace.acting() as actor:
        assert [row.id for row in sessions_in(actor)] == [session.id]
        end_session(actor=actor, session_id=session.id)
        with pytest.raises(NobodyThere):
            end_session(actor=actor, session_id=session.id)
        with pytest.raises(NobodyThere):
            end_session(actor=actor, session_id=elsewhere.id)
    assert not is_in(client)
    assert is_in(stranger)


def test_closed_account_is_out_at_once_and_cannot_come_back():
    client = enter(maria)
    with grace.acting() as actor:
        assert deactivate(actor=actor, user_id=maria.user.id, reason="Left.") == 1
    assert not is_in(client)
    response = try_password(maria.email, maria.credentials["password"])
    assert b"That did not work" in response.content
    assert entries(USER_DEACTIVATED)[0].details["reason"] == "Left."
    assert queries.factors_of(maria.user.id) == []


def test_sign_out_ends_the_session_and_is_recorded():
    client = enter(maria)
    key = key_of(client)
    post(client, "account_logout")
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    assert not is_in(client)
    assert len(entries(SIGNED_OUT)) == 1
    assert sessions_of(maria.user.id) == []


def test_session_without_its_row_is_none():
    client = Client(headers={"user-agent": "tests"})
    client.force_login(maria.user)
    assert not is_in(client)


def test_sessions_have_row_security():
    maria.client()
    priya.client()
    with connection.cursor() as cursor:
        apply(cursor, Context(organization=None, scope="none"))
        cursor.execute("SELECT count(*) FROM accounts_session")
        assert cursor.fetchone() == (0,)
    for organization in (LAKESIDE, HARBOR):
        with inside(organization), connection.cursor() as cursor:
            cursor.execute("SELECT DISTINCT organization_id FROM accounts_session")
            assert cursor.fetchall() == [(organization,)]


def test_organization_of_a_session_can_be_chosen():
    maria.client()
    (session,) = sessions_of(maria.user.id)
    choose_organization(session_id=session.id, organization_id=HARBOR)
    assert sessions_of(maria.user.id)[0].organization_id == HARBOR
