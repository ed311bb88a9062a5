"""Second factors and recovery codes: 45 CFR 164.312(d); NIST SP 800-63B-4, 3.1.2 and 3.1.4."""

import json
import re

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.urls import reverse

from chaperone.accounts.actions import make_recovery_codes, use_code
from chaperone.accounts.events import (
    FACTOR_ADDED,
    FACTOR_REMOVED,
    RECOVERY_CODES_MADE,
    SIGN_IN_SUCCEEDED,
)
from chaperone.accounts.models import RecoveryCode
from chaperone.accounts.queries import codes_left, factors_of
from tests.accounts.entering import code_of, enter, entries, get, post, try_password
from tests.cast import grace, maria

pytestmark = pytest.mark.django_db(databases=["default", "apart"])


def at_second_factor(person=maria):
    client = Client(headers={"user-agent": "a browser"})
    try_password(person.email, person.credentials["password"], client)
    return client


def test_ten_codes_are_shown_once_and_only_their_keyed_hashes_are_stored():
    client = enter(maria)
    response = post(client, "account_recovery_codes")
    codes = response.context["codes"]
    assert len(set(codes)) == 10
    assert all(re.fullmatch(r"[a-z2-9]{4}(-[a-z2-9]{4}){2}", code) for code in codes)
    assert all(code.encode() in response.content for code in codes)
    assert response["Cache-Control"].find("no-store") >= 0
    page = get(client, "account_recovery_codes")
    assert not any(code.encode() in page.content for code in codes)
    assert b"The 10 that you have left stop working" in page.content
    with connection.cursor() as cursor:
        cursor.execute("SELECT r::text, encode(code_hash, 'escape') FROM accounts_recoverycode r")
        stored = str(cursor.fetchall())
    for code in codes:
        assert code not in stored
        assert code.replace("-", "") not in stored
    assert {len(bytes(row.code_hash)) for row in RecoveryCode.objects.all()} == {16}
    assert entries(RECOVERY_CODES_MADE)[0].actor_id == maria.user.id


def test_allauth_keeps_no_seed_of_codes():
    make_recovery_codes(user=maria.user)
    assert not Authenticator.objects.filter(type="recovery_codes").exists()


@pytest.mark.parametrize("typed", [str, str.upper, lambda code: code.replace("-", " ")])
def test_recovery_code_signs_in_once_and_the_record_says_so(typed):
    first, *_ = make_recovery_codes(user=maria.user)
    client = at_second_factor()
    response = post(client, "mfa_authenticate", {"code": typed(first)})
    assert response.url == reverse("web:home")
    assert entries(SIGN_IN_SUCCEEDED)[0].details["factors"] == ["password", "recovery_code"]
    assert codes_left(maria.user.id) == 9
    again = post(at_second_factor(), "mfa_authenticate", {"code": first})
    assert b"did not work" in again.content


def test_codes_are_their_owners_alone():
    code, *_ = make_recovery_codes(user=maria.user)
    assert use_code(user=grace.user, code=code) is None
    assert use_code(user=maria.user, code=code) == "recovery_code"


def test_new_codes_end_the_old_ones():
    old, *_ = make_recovery_codes(user=maria.user)
    make_recovery_codes(user=maria.user)
    assert use_code(user=maria.user, code=old) is None
    assert codes_left(maria.user.id) == 10


def test_codes_need_a_second_factor_first():
    client = enter(maria)
    Authenticator.objects.filter(user=maria.user).delete()
    assert post(client, "account_recovery_codes").url == reverse("mfa_index")
    assert codes_left(maria.user.id) == 0


def test_code_of_the_app_works_once():
    code = code_of(maria)
    assert post(at_second_factor(), "mfa_authenticate", {"code": code}).status_code == 302
    assert b"did not work" in post(at_second_factor(), "mfa_authenticate", {"code": code}).content


def test_earlier_code_is_refused_once_a_later_one_was_used():
    assert use_code(user=maria.user, code=code_of(maria))
    assert use_code(user=maria.user, code=code_of(maria, steps=-1)) is None


@pytest.mark.parametrize("steps", [-3, 3])
def test_codes_of_other_times_are_refused(steps):
    assert use_code(user=maria.user, code=code_of(maria, steps=steps)) is None


@pytest.mark.parametrize(
    "code", ["", " ", "12345", "1234567", "a" * 33, "\x00", "１２３４５６", "½½½½½½"]
)
def test_what_is_no_code_is_refused_with_a_sentence(code):
    response = post(at_second_factor(), "mfa_authenticate", {"code": code})
    assert response.status_code == 200
    assert b'class="wrong"' in response.content


def test_app_is_set_up_with_its_first_code_and_recovery_codes_come_next():
    Authenticator.objects.filter(user=maria.user).delete()
    client = at_second_factor()
    assert get(client, "conversations:inbox").url == reverse("access:clearances")
    key = client.cookies["__Host-session"].value
    page = get(client, "mfa_activate_totp")
    secret = page.context["form"].secret
    wrong = post(client, "mfa_activate_totp", {"code": "000000"})
    assert b"not the code" in wrong.content
    secret = wrong.context["form"].secret
    response = post(client, "mfa_activate_totp", {"code": code_from(secret)})
    assert response.url == reverse("account_recovery_codes")
    assert client.cookies["__Host-session"].value != key
    assert get(client, "account_recovery_codes").status_code == 200
    assert get(client, "conversations:inbox").status_code == 200
    assert use_code(user=maria.user, code=code_from(secret)) is None
    assert [factor.type for factor in factors_of(maria.user.id)] == ["totp"]
    assert entries(FACTOR_ADDED)[0].details["factor"] == "totp"
    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator")
        assert secret not in str(cursor.fetchall())


def code_from(secret):
    import time

    from chaperone.cli.code import totp  # the demo's own way

    return totp(secret, time.time())


def test_last_factor_is_removed_after_asking_and_takes_the_codes_along():
    client = enter(maria)
    make_recovery_codes(user=maria.user)
    (factor,) = factors_of(maria.user.id)
    page = get(client, "account_remove_factor", factor_id=factor.pk)
    assert b"only second factor" in page.content
    assert factors_of(maria.user.id)
    response = post(client, "account_remove_factor", factor_id=factor.pk)
    assert response.url == reverse("mfa_index")
    assert factors_of(maria.user.id) == []
    assert codes_left(maria.user.id) == 0
    assert entries(FACTOR_REMOVED)[0].details["factor"] == "totp"
    assert get(client, "conversations:inbox").status_code == 200


def test_nobody_removes_the_factor_of_another():
    client = enter(maria)
    (factor,) = factors_of(grace.user.id)
    assert post(client, "account_remove_factor", factor_id=factor.pk).status_code == 404
    assert factors_of(grace.user.id)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("mfa_add_webauthn", {}),
        ("account_recovery_codes", {}),
        ("account_change_password", {}),
        ("account_remove_factor", {"factor_id": 1}),
    ],
)
def test_factors_change_only_after_a_fresh_proof(name, arguments):
    client = maria.client()
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 301
    session.save()
    for response in (get(client, name, **arguments), post(client, name, **arguments)):
        assert response.status_code == 302
        assert response.url.startswith(reverse("mfa_reauthenticate"))


CREDENTIALS = [
    "",
    "{",
    "null",
    "[]",
    "7",
    '"text"',
    "{}",
    "[" * 30_000,
    '{"id": 1}',
    '{"id": "x", "rawId": "x", "type": "public-key", "response": []}',
    '{"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {}}',
    '{"response": {"userHandle": 7}}',
    '{"response": {"userHandle": "!!"}}',
    json.dumps({"id": "A" * 40_000}),
    json.dumps(
        {
            "id": "AAAA",
            "rawId": "AAAA",
            "type": "public-key",
            "clientExtensionResults": {},
            "response": {
                "clientDataJSON": "e30",
                "authenticatorData": "AAAA",
                "signature": "AAAA",
                "userHandle": "AAAA",
                "attestationObject": "AAAA",
            },
        }
    ),
]


@pytest.mark.parametrize("credential", CREDENTIALS)
def test_what_is_no_passkey_is_refused_with_a_sentence_everywhere(credential):
    form = {"credential": credential}
    anonymous = post(Client(), "mfa_login_webauthn", form)
    assert anonymous.url == reverse("account_login")
    assert post(at_second_factor(), "mfa_authenticate", form).status_code == 200
    client = maria.client()
    added = post(client, "mfa_add_webauthn", form | {"name": "A key"})
    assert added.status_code == 200
    assert post(client, "mfa_reauthenticate_webauthn", form).status_code in (200, 302)
    assert len(factors_of(maria.user.id)) == 1
