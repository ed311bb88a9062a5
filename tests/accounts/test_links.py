"""Invitations and resets by e-mail: 45 CFR 164.312(d); OWASP ASVS 5.0, 6.4."""

import re
import stat
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chaperone.access.actions import give_grant
from chaperone.access.actors import operator
from chaperone.accounts.actions import (
    deactivate,
    invite,
    issue_reset,
    make_recovery_codes,
    reactivate,
    revoke_invitation,
)
from chaperone.accounts.actions.links import request_reset
from chaperone.accounts.actions.mailing import mail_next
from chaperone.accounts.errors import AlreadyHere, NobodyThere, NotChecked
from chaperone.accounts.events import (
    IDENTITY_CHECKED,
    INVITATION_ACCEPTED,
    INVITATION_REVOKED,
    INVITED,
    RESET_ISSUED,
    RESET_REQUESTED,
    SIGN_IN_SUCCEEDED,
)
from chaperone.accounts.models import Link
from chaperone.accounts.queries import factors_of, invitations_of, sessions_of
from chaperone.accounts.requests import Origin
from tests.accounts.entering import PASSWORD, code_of, enter, entries, get, post, try_password
from tests.cast import LAKESIDE, daniel, grace, inside, maria, priya, samuel

pytestmark = pytest.mark.usefixtures("committed")
NEW = {"password1": PASSWORD, "password2": PASSWORD}
HERE = Origin("192.0.2.1", "a browser")


@pytest.fixture
def mails(tmp_path, as_login):
    """``mails()``: what the worker has sent since the last time, as messages."""
    seen: set[Path] = set()

    def collect():
        with override_settings(EMAIL_FILE_PATH=tmp_path / "outbox"), as_login("worker"):
            while mail_next():
                pass
        new = sorted(set((tmp_path / "outbox").glob("*")) - seen)
        seen.update(new)
        return [message_from_bytes(path.read_bytes(), policy=default) for path in new]

    with override_settings(EMAIL_BACKEND=_backend()):
        yield collect


def _backend():
    # Django's test runner would keep mails in memory.
    return "chaperone.accounts.outbox.OutboxBackend"


def link_in(mail):
    """The path of the link in a mail."""
    (address,) = re.findall(r"https://\S+", mail.get_content())
    assert address.startswith(settings.CHAPERONE_URL)
    return address.removeprefix(settings.CHAPERONE_URL)


def follow(path, client=None):
    """Opens a link and goes on, as its reader does."""
    client = client or Client(headers={"user-agent": "a browser"})
    assert client.get(path, secure=True).status_code == 200
    return client, client.post(path, secure=True)


def ask_for_reset(login):
    return post(Client(), "account_reset_password", {"login": login})


def test_reset_needs_the_link_and_the_second_factor(mails):
    enter(maria)
    assert ask_for_reset(maria.email).url == reverse("account_reset_done")
    (mail,) = mails()
    assert mail["To"] == maria.email
    client, response = follow(link_in(mail))
    assert response.url == reverse("mfa_authenticate")
    assert get(client, "account_new_password").status_code == 302
    response = post(client, "mfa_authenticate", {"code": code_of(maria, steps=1)})
    assert response.url == reverse("account_new_password")
    assert b"At least 8 characters" in get(client, "account_new_password").content
    assert post(client, "account_new_password", NEW).url == reverse("web:home")
    assert maria.user.check_password(PASSWORD)
    assert len(sessions_of(maria.user.id)) == 1
    assert entries(SIGN_IN_SUCCEEDED)[0].details["factors"] == ["link", "totp"]
    assert len(entries(RESET_REQUESTED)) == 1


def test_link_works_once_and_its_token_is_not_stored(mails):
    request_reset(login=maria.email, origin=HERE)
    path = link_in(mails()[0])
    token = path.rstrip("/").rsplit("/", 1)[1]
    with connection.cursor() as cursor:
        cursor.execute("SELECT l::text, encode(token_hash, 'escape') FROM accounts_link l")
        assert token not in str(cursor.fetchall())
    first, _ = follow(path)
    second, _ = follow(path)
    for client, steps in ((first, 0), (second, 1)):
        post(client, "mfa_authenticate", {"code": code_of(maria, steps=steps)})
    assert post(first, "account_new_password", NEW).status_code == 302
    other = {"password1": "another good long one", "password2": "another good long one"}
    assert post(second, "account_new_password", other).status_code == 404
    assert maria.user.check_password(PASSWORD)
    assert Client().get(path, secure=True).status_code == 404


def test_link_ends_after_half_an_hour(mails):
    request_reset(login=maria.email, origin=HERE)
    path = link_in(mails()[0])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT round(extract(epoch FROM expires_at - requested_at) / 60) FROM accounts_link"
        )
        assert 29 <= cursor.fetchone()[0] <= 31
        cursor.execute("UPDATE accounts_link SET expires_at = now()")
    assert Client().get(path, secure=True).status_code == 404


def test_reading_a_link_uses_nothing_up(mails):
    request_reset(login=maria.email, origin=HERE)
    path = link_in(mails()[0])
    for _ in range(3):
        assert Client().get(path, secure=True).status_code == 200
    assert follow(path)[1].url == reverse("mfa_authenticate")


@pytest.mark.parametrize("token", ["x", "A" * 43, "A" * 4000, "%00", "..%2f"])
def test_made_up_tokens_open_nothing(token):
    assert Client().get(f"/accounts/link/{token}/", secure=True).status_code == 404


def test_nobody_learns_whether_an_account_exists(mails):
    def asked(login):
        with CaptureQueriesContext(connection) as queries:
            response = ask_for_reset(login)
        shapes = [re.sub(r"'[^']*'(::uuid)?|\bNULL\b", "?", query["sql"]) for query in queries]
        return response.status_code, response.url, shapes

    for login in (maria.email, "nobody@lakeside.example"):
        asked(login)
    Link.objects.all().update(handled_at="2026-01-01T00:00Z")
    known, unknown = asked(maria.email), asked("nobody@lakeside.example")
    assert known[:2] == unknown[:2]
    assert [pair for pair in zip(known[2], unknown[2], strict=True) if len(set(pair)) > 1] == []
    assert Link.objects.filter(handled_at=None).count() == 2
    assert [mail["To"] for mail in mails()] == [maria.email]


def test_mailbox_is_not_filled_by_who_asks_again_and_again(mails):
    for _ in range(4):
        request_reset(login=maria.email, origin=HERE)
    assert len(mails()) == 1


def test_without_second_factor_a_mail_is_not_enough(mails):
    Authenticator.objects.filter(user=maria.user).delete()
    request_reset(login=maria.email, origin=HERE)
    (mail,) = mails()
    assert "https://" not in mail.get_content()
    assert "ask an administrator" in mail.get_content()


def test_recovery_code_is_a_second_factor_for_a_reset(mails):
    code, *_ = make_recovery_codes(user=maria.user)
    request_reset(login=maria.email, origin=HERE)
    client, _ = follow(link_in(mails()[0]))
    post(client, "mfa_authenticate", {"code": code})
    assert post(client, "account_new_password", NEW).status_code == 302


def test_administrator_sends_a_link_after_an_identity_check(mails):
    with grace.acting() as actor, pytest.raises(NotChecked):
        issue_reset(actor=actor, user_id=maria.user.id, how="", note="")
    with grace.acting() as actor:
        issue_reset(actor=actor, user_id=maria.user.id, how="video", note="", lost_factors=True)
    assert factors_of(maria.user.id) == []
    client, response = follow(link_in(mails()[0]))
    assert response.url == reverse("account_new_password")
    assert b"At least 15 characters" in get(client, "account_new_password").content
    assert post(client, "account_new_password", NEW).status_code == 302
    assert get(client, "mfa_index").status_code == 200
    assert get(client, "conversations:inbox").url == reverse("access:clearances")
    assert entries(IDENTITY_CHECKED)[0].details["for"] == "reset"
    assert entries(RESET_ISSUED)[0].actor_id == grace.user.id


def test_link_of_an_administrator_still_asks_for_a_factor_that_was_not_lost(mails):
    with grace.acting() as actor:
        issue_reset(actor=actor, user_id=maria.user.id, how="in person", note="")
    _, response = follow(link_in(mails()[0]))
    assert response.url == reverse("mfa_authenticate")


def test_invited_person_chooses_a_password_and_sets_up_a_second_factor(mails, as_login):
    with grace.acting() as actor:
        invitation = invite(actor=actor, email="New.Coach@Lakeside.example", name="New Coach")
    with as_login("owner"), inside(LAKESIDE):
        give_grant(
            actor=operator(LAKESIDE), user_id=invitation.user_id, role="coach", reason="Hired."
        )
    (mail,) = mails()
    assert mail["To"] == "new.coach@lakeside.example"
    assert "72 hours" in mail.get_content()
    client, response = follow(link_in(mail))
    assert response.url == reverse("account_new_password")
    assert post(client, "account_new_password", NEW).url == reverse("mfa_index")
    assert get(client, "conversations:inbox").status_code == 302
    assert get(client, "mfa_activate_totp").status_code == 200
    assert entries(INVITED)[0].actor_id == grace.user.id
    assert entries(INVITATION_ACCEPTED)[0].actor_id == invitation.user_id
    with grace.acting() as actor:
        (listed,) = invitations_of(actor)
    assert listed.link.used_at
    assert listed.user.name == "New Coach"


def test_invitation_can_be_taken_back_and_a_new_one_ends_the_old(mails):
    with grace.acting() as actor:
        invite(actor=actor, email="new@lakeside.example", name="New Coach")
    old = link_in(mails()[0])
    with grace.acting() as actor:
        second = invite(actor=actor, email="NEW@lakeside.example", name="New Coach")
    new = link_in(mails()[0])
    assert Client().get(old, secure=True).status_code == 404
    assert Client().get(new, secure=True).status_code == 200
    with priya.acting() as stranger, pytest.raises(NobodyThere):
        revoke_invitation(actor=stranger, invitation_id=second.id)
    with grace.acting() as actor:
        revoke_invitation(actor=actor, invitation_id=second.id)
        with pytest.raises(NobodyThere):
            revoke_invitation(actor=actor, invitation_id=second.id)
    assert Client().get(new, secure=True).status_code == 404
    assert len(entries(INVITATION_REVOKED)) == 1


def test_who_can_sign_in_is_not_invited_again():
    with grace.acting() as actor, pytest.raises(AlreadyHere):
        invite(actor=actor, email=daniel.email.upper(), name="Daniel")


def test_invitations_are_seen_in_their_organization_only(mails):
    with grace.acting() as actor:
        invite(actor=actor, email="new@lakeside.example", name="New Coach")
    with priya.acting() as stranger:
        assert invitations_of(stranger) == []


def test_closed_account_gets_no_mail_and_comes_back_by_a_checked_link(mails):
    with grace.acting() as actor:
        deactivate(actor=actor, user_id=maria.user.id, reason="Leave.")
    request_reset(login=maria.email, origin=HERE)
    assert mails() == []
    with grace.acting() as actor:
        reactivate(actor=actor, user_id=maria.user.id, reason="Back.")
        issue_reset(actor=actor, user_id=maria.user.id, how="manager", note="")
    assert not maria.user.has_usable_password()
    client, _ = follow(link_in(mails()[0]))
    post(client, "account_new_password", NEW)
    assert try_password(maria.email, PASSWORD).status_code == 302


def test_link_signs_whoever_else_sits_there_out(mails):
    other = enter(samuel)
    request_reset(login=maria.email, origin=HERE)
    client, response = follow(link_in(mails()[0]), other)
    assert response.url == reverse("mfa_authenticate")
    assert get(client, "mfa_index").status_code == 302
    assert sessions_of(samuel.user.id) == []


def test_mails_are_private_files_in_plain_text_without_a_word_about_members(mails, tmp_path):
    request_reset(login=maria.email, origin=HERE)
    (mail,) = mails()
    (path,) = (tmp_path / "outbox").glob("*")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert mail.get_content_type() == "text/plain"
    assert "member" not in mail.get_content().lower()


def test_mail_that_cannot_be_sent_waits(mails, monkeypatch):
    from chaperone.accounts.actions import mailing

    def fail(self):
        raise ConnectionRefusedError

    request_reset(login=maria.email, origin=HERE)
    with monkeypatch.context() as patched:
        patched.setattr(mailing.EmailMessage, "send", fail)
        with pytest.raises(ConnectionRefusedError):
            mails()
    assert len(mails()) == 1
