"""Lockout: 45 CFR 164.308(a)(5)(ii)(C); NIST SP 800-63B-4, 3.2.2; OWASP ASVS 5.0, 6.3.1."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chaperone.access.actors import operator
from chaperone.accounts.actions import create_user, unlock
from chaperone.accounts.actions import sign_in as sign_in_actions
from chaperone.accounts.actions.clearing import clear_away
from chaperone.accounts.actions.throttle import (
    count_wrong_try,
    forgive,
    is_closed,
    subject_of_account,
    subject_of_address,
)
from chaperone.accounts.errors import NobodyThere, NotChecked, NotYourself
from chaperone.accounts.events import (
    IDENTITY_CHECKED,
    SIGN_IN_FAILED,
    SIGN_IN_LOCKED,
    SIGN_IN_REFUSED,
    SIGN_IN_UNLOCKED,
)
from chaperone.accounts.models import Throttle, User
from chaperone.accounts.requests import Origin
from chaperone.database.identifiers import PLATFORM, new_id
from chaperone.ledger.queries import search
from tests.accounts.entering import code_of, enter, entries, post, try_password
from tests.cast import daniel, grace, inside, maria

pytestmark = pytest.mark.usefixtures("committed")
ELSEWHERE = {"REMOTE_ADDR": "203.0.113.9"}


def try_wrong(times, login=maria.email, **extra):
    return [try_password(login, "a wrong one", **extra) for _ in range(times)]


def tried(times, person=maria):
    """As if that many wrong passwords had been tried before; hashing takes its time by design."""
    for _ in range(times):
        count_wrong_try(subject_of_account(person.user.id))


def try_right(person=maria, **extra):
    """Whether the right password leads on to the second factor."""
    response = try_password(person.email, person.credentials["password"], **extra)
    return response.status_code == 302


def pass_minutes(minutes):
    """The closing of each subject is over by that much sooner."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_throttle SET locked_until = locked_until - make_interval(mins => %s)",
            [minutes],
        )


def test_five_wrong_tries_close_the_account_from_everywhere():
    try_wrong(4)
    assert try_right()
    try_wrong(1)
    assert not try_right()
    assert not try_right(**ELSEWHERE)
    assert len(entries(SIGN_IN_FAILED)) == 5
    (locked,) = entries(SIGN_IN_LOCKED)
    assert locked.actor_id == maria.user.id
    assert len(entries(SIGN_IN_REFUSED)) == 2


def test_five_wrong_tries_close_the_address_for_everybody():
    for number in range(5):
        try_password(f"nobody{number}@lakeside.example", "a wrong one")
    assert not try_right(daniel)
    assert try_right(daniel, **ELSEWHERE)


def test_delay_doubles_up_to_an_hour_and_then_stays_until_somebody_opens_it():
    subject = subject_of_account(new_id())
    delays = []
    for _ in range(101):
        count_wrong_try(subject)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT round(extract(epoch FROM locked_until - last_at) / 60), failures"
                " FROM accounts_throttle WHERE subject = %s",
                [subject],
            )
            delays.append(cursor.fetchone())
            cursor.execute(
                "UPDATE accounts_throttle SET locked_until = now() - interval '1 s'"
                " WHERE locked_until IS NOT NULL"
            )
    assert [int(delay) if delay else 0 for delay, _ in delays[:13]] == [
        0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60,
    ]  # fmt: skip
    assert delays[98][0] == 60
    assert delays[99][0] > 60 * 24 * 365
    assert delays[99][1] == 100


def test_tries_while_closed_do_not_make_it_longer():
    tried(4)
    try_wrong(4)
    assert len(entries(SIGN_IN_LOCKED)) == 1
    assert len(entries(SIGN_IN_REFUSED)) == 3
    pass_minutes(2)
    assert try_right()


def test_success_forgets_the_wrong_tries():
    tried(4)
    enter(maria)
    tried(4)
    assert try_right()


def test_wrong_second_factors_and_recovery_codes_close_it_too():
    client = Client(headers={"user-agent": "a browser"})
    try_password(maria.email, maria.credentials["password"], client)
    for code in ("000000", "111111", "aaaa-bbbb-cccc", "222222", "dddd-eeee-ffff"):
        response = post(client, "mfa_authenticate", {"code": code})
        assert b"did not work" in response.content
    response = post(client, "mfa_authenticate", {"code": code_of(maria)})
    assert b"did not work" in response.content
    assert not try_right(**ELSEWHERE)
    assert {entry.details["factor"] for entry in entries(SIGN_IN_FAILED)} == {"code"}
    assert [entry.details["factor"] for entry in entries(SIGN_IN_LOCKED)] == ["code"]


def shown(response):
    """The page without what differs each time."""
    page = re.sub(rb'(name="csrfmiddlewaretoken" value=)"\w+"', rb"\1", response.content)
    return page.replace(maria.email.encode(), b"NAME").replace(b"nobody@lakeside.example", b"NAME")


def test_unknown_wrong_closed_and_locked_look_the_same():
    unknown = try_password("nobody@lakeside.example", "a wrong one", **ELSEWHERE)
    wrong = try_password(maria.email, "a wrong one", **ELSEWHERE)
    forgive(subject_of_address(Origin("203.0.113.9", "")))
    tried(5)
    locked = try_password(maria.email, maria.credentials["password"])
    User.objects.filter(email=daniel.email).update(is_active=False)
    closed = try_password(daniel.email, daniel.credentials["password"], **ELSEWHERE)
    assert shown(unknown) == shown(wrong) == shown(locked)
    assert closed.status_code == 200
    assert b"That did not work" in closed.content


def test_unknown_wrong_and_locked_take_the_same_work(monkeypatch):
    hashed = []
    real = sign_in_actions.check_password
    monkeypatch.setattr(
        sign_in_actions,
        "check_password",
        lambda password, encoded: hashed.append(encoded[:30]) or real(password, encoded),
    )

    def work(login, password, source):
        hashed.clear()
        with CaptureQueriesContext(connection) as queries:
            sign_in_actions.check_credentials(
                login=login, password=password, origin=Origin(source, "")
            )
        shapes = [re.sub(r"'[^']*'", "?", query["sql"]) for query in queries]
        return shapes, list(hashed)

    assert try_right()
    # Keys that were looked up once are kept, whoever asks next.
    work(maria.email, "warm", "192.0.2.1")
    work("nobody@lakeside.example", "warm", "192.0.2.1")
    unknown = work("nobody@lakeside.example", "a wrong one", "192.0.2.2")
    wrong = work(maria.email, "a wrong one", "192.0.2.3")
    assert unknown == wrong
    assert len(wrong[1]) == 1
    assert wrong[1][0].startswith("argon2$argon2id$")
    tried(5)
    locked = work(maria.email, maria.credentials["password"], "192.0.2.4")
    assert locked[1] == wrong[1]


def test_somebody_without_a_password_costs_the_same_work_and_never_gets_in(monkeypatch):
    with grace.acting() as actor:
        create_user(actor=actor, email="new@lakeside.example", name="New Person")
    for password in ("", "a wrong one", "!"):
        assert try_password("new@lakeside.example", password).status_code == 200


def test_typed_names_are_not_kept():
    try_password("my secret password, in the wrong box", "x")
    rows = list(Throttle.objects.values_list("subject", flat=True))
    assert rows
    assert all(re.fullmatch(r"[0-9a-f]{64}", subject) for subject in rows)
    with inside(PLATFORM):
        rows = search(operator(PLATFORM), event=SIGN_IN_FAILED.name).rows
    assert [entry.actor_kind for entry in rows] == ["anonymous"]
    assert "secret" not in str(rows[0].details)


def test_ipv6_addresses_of_one_link_count_together():
    ours = [subject_of_address(Origin(f"2001:db8::{place}", "")) for place in ("1", "2:3")]
    other = subject_of_address(Origin("2001:db8:0:1::1", ""))
    assert ours[0] == ours[1] != other


def test_administrator_opens_it_after_an_identity_check_that_is_recorded():
    tried(5)
    assert not try_right()
    with grace.acting() as actor:
        assert unlock(actor=actor, user_id=maria.user.id, how="call back", note=" Known voice. ")
    assert try_right(**ELSEWHERE)
    (check,) = entries(IDENTITY_CHECKED)
    assert check.actor_id == grace.user.id
    assert check.details == {
        "user": str(maria.user.id),
        "how": "call back",
        "note": "Known voice.",
        "for": "unlock",
    }
    (opened,) = entries(SIGN_IN_UNLOCKED)
    assert opened.details["was_closed"] is True


@pytest.mark.parametrize(("how", "note"), [("", ""), ("by feel", ""), ("video", "x" * 501)])
def test_no_unlocking_without_a_check(how, note):
    tried(5)
    with grace.acting() as actor, pytest.raises(NotChecked):
        unlock(actor=actor, user_id=maria.user.id, how=how, note=note)
    assert is_closed(subject_of_account(maria.user.id))


def test_nobody_unlocks_themselves_or_nobody():
    with grace.acting() as actor:
        with pytest.raises(NotYourself):
            unlock(actor=actor, user_id=grace.user.id, how="video", note="")
        with pytest.raises(NobodyThere):
            unlock(actor=actor, user_id=new_id(), how="video", note="")


def test_old_wrong_tries_are_cleared_away_and_what_is_closed_stays(as_login):
    old, closed = subject_of_account("old"), subject_of_account("closed")
    count_wrong_try(old)
    for _ in range(5):
        count_wrong_try(closed)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_throttle SET last_at = now() - interval '2 days'")
    with as_login("worker"):
        clear_away()
    assert list(Throttle.objects.values_list("subject", flat=True)) == [closed]
