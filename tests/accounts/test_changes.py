"""Whoever's sign-in was changed is told by e-mail: OWASP ASVS 5.0, 6.3.7."""

from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from chaperone.access.actors import operator
from chaperone.accounts.actions import (
    add_factor,
    create_user,
    deactivate,
    issue_reset,
    make_recovery_codes,
    remove_factor,
    set_password,
)
from chaperone.accounts.actions.changes import tell_next
from chaperone.accounts.actions.clearing import clear_away
from chaperone.accounts.models import SignInChange
from chaperone.accounts.queries import factors_of
from tests.accounts.entering import PASSWORD
from tests.cast import LAKESIDE, daniel, inside, maria, priya, samuel

pytestmark = pytest.mark.usefixtures("committed")
Kind = SignInChange.Kind


@pytest.fixture
def told(tmp_path, as_login):
    """``told()``: whom the worker has told what since the last time: addresses and whole mails."""
    seen: set[Path] = set()
    outbox = tmp_path / "outbox"

    def collect():
        with override_settings(EMAIL_FILE_PATH=outbox), as_login("worker"):
            while tell_next():
                pass
        new = sorted(set(outbox.glob("*")) - seen)
        seen.update(new)
        mails = [message_from_bytes(path.read_bytes(), policy=default) for path in new]
        return [(mail["To"], mail.get_content()) for mail in mails]

    # Django's test runner would keep mails in memory.
    with override_settings(EMAIL_BACKEND="chaperone.accounts.outbox.OutboxBackend"):
        yield collect


def changed_password():
    set_password(user=maria.user, password=PASSWORD)
    return [Kind.PASSWORD]


def added_factors():
    for kind in ("totp", "webauthn"):
        add_factor(user=maria.user, kind=kind)
    return [Kind.TOTP_ADDED, Kind.WEBAUTHN_ADDED]


def removed_factors():
    passkey = Authenticator.objects.create(user=maria.user, type="webauthn", data={})
    assert remove_factor(user=maria.user, factor_id=passkey.pk)
    (app,) = factors_of(maria.user.id)
    assert remove_factor(user=maria.user, factor_id=app.pk)
    return [Kind.WEBAUTHN_REMOVED, Kind.TOTP_REMOVED]


def made_codes():
    make_recovery_codes(user=maria.user)
    return [Kind.RECOVERY_CODES]


def removed_all():
    with samuel.acting() as officer:
        issue_reset(
            actor=officer, user_id=maria.user.id, how="video", note="Seen.", lost_factors=True
        )
    return [Kind.ALL_REMOVED]


@pytest.mark.parametrize(
    "change", [changed_password, added_factors, removed_factors, made_codes, removed_all]
)
def test_the_person_is_told_what_was_changed_and_nothing_more(told, change):
    expected = change()

    mails = told()
    assert [to for to, _ in mails] == [maria.email] * len(expected)
    for kind, (_, text) in zip(expected, mails, strict=True):
        assert kind.label in text
        assert "tell your security officer at once" in text
        assert PASSWORD not in text
        assert "http" not in text
    assert told() == []


def test_a_first_password_a_refused_change_and_a_closed_account_are_no_news(told):
    with inside(LAKESIDE):
        new = create_user(actor=operator(LAKESIDE), email="new@lakeside.example", name="New Person")
        set_password(user=new, password=PASSWORD)
    with transaction.atomic():
        set_password(user=daniel.user, password=PASSWORD)
        transaction.set_rollback(True)
    set_password(user=priya.user, password=PASSWORD)
    with samuel.acting() as officer:
        deactivate(actor=officer, user_id=priya.user.id, reason="Left.")
    assert told() == []


def test_what_could_not_be_mailed_is_mailed_later(told, tmp_path):
    make_recovery_codes(user=maria.user)
    (tmp_path / "outbox").write_text("no folder")
    with pytest.raises(OSError, match="outbox"):
        told()
    (tmp_path / "outbox").unlink()
    assert len(told()) == 1


def test_after_a_month_nothing_is_kept_of_what_was_mailed(told, later, as_login):
    make_recovery_codes(user=maria.user)
    told()
    set_password(user=maria.user, password=PASSWORD)
    later(days=31)
    with as_login("worker"):
        clear_away()
    assert [each.kind for each in SignInChange.objects.all()] == [Kind.PASSWORD]
    assert SignInChange.objects.get().made_at > timezone.now() - timedelta(days=32)
