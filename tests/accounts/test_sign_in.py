"""Signing in with both factors, and failing to; each is recorded."""

import base64
import time

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse

from chaperone.access.actors import operator
from chaperone.accounts.actions import create_user
from chaperone.accounts.events import SIGN_IN_FAILED, SIGN_IN_SUCCEEDED
from chaperone.accounts.models import User
from chaperone.ledger.queries import search
from tests.cast import LAKESIDE, grace, inside, maria

pytestmark = pytest.mark.usefixtures("committed")


def entries(event):
    with inside(LAKESIDE):
        return search(operator(LAKESIDE), event=event.name).rows


def sign_in(client, password):
    form = {"login": maria.email, "password": password}
    return client.post(reverse("account_login"), form, secure=True)


def code():
    secret = base64.b32decode(maria.credentials["totp_secret"])
    return TOTP(secret, 6, SHA1(), 30, enforce_key_length=False).generate(int(time.time())).decode()


def test_password_and_code_sign_in_and_are_recorded():
    client = Client(headers={"user-agent": "a browser"})
    response = sign_in(client, maria.credentials["password"])
    assert response.url == reverse("mfa_authenticate")
    response = client.post(reverse("mfa_authenticate"), {"code": code()}, secure=True)
    assert response.url == reverse("web:home")
    (entry,) = entries(SIGN_IN_SUCCEEDED)
    assert entry.actor_id == maria.user.id
    assert entry.details["factors"] == ["password", "totp"]
    assert entry.address == "127.0.0.1"
    assert entry.session is not None
    assert entry.details["user_agent"] == "a browser"


def test_username_signs_in_as_well_in_any_case_and_is_nobody_elses():
    User.objects.filter(email=maria.email).update(username="m.alvarez")
    for login in ("m.alvarez", " M.Alvarez ", maria.email.upper()):
        form = {"login": login, "password": maria.credentials["password"]}
        assert Client().post(reverse("account_login"), form, secure=True).status_code == 302
    with grace.acting() as actor:
        for username in ("M.ALVAREZ", "maria@lakeside.example", "x", "a b c", "n" * 65):
            with pytest.raises(ValidationError):
                create_user(actor=actor, email="n@lakeside.example", name="N", username=username)
        for email in (maria.email.upper(), "no address", ""):
            with pytest.raises(ValidationError):
                create_user(actor=actor, email=email, name="N")


def test_password_alone_opens_nothing():
    client = Client()
    sign_in(client, maria.credentials["password"])
    response = client.get(reverse("conversations:inbox"), secure=True)
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))
    assert entries(SIGN_IN_SUCCEEDED) == []


def test_wrong_password_is_recorded_without_what_was_typed():
    response = sign_in(Client(), "not the password")
    assert response.status_code == 200
    (entry,) = entries(SIGN_IN_FAILED)
    assert entry.actor_id == maria.user.id
    assert "not the password" not in str(entry.details)


@pytest.mark.parametrize(
    "path", ["signup/", "email/", "password/set/", "confirm-email/", "2fa/", "2fa/recovery-codes/"]
)
def test_what_the_library_offers_and_we_do_not_is_not_there(path):
    assert Client().get(f"/accounts/{path}", secure=True).status_code == 404


def test_second_factor_is_sealed_at_rest():
    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator")
        stored = " ".join(row for (row,) in cursor.fetchall())
    assert maria.credentials["totp_secret"] not in stored


def test_cookies_and_headers_are_strict():
    client = Client()
    response = sign_in(client, maria.credentials["password"])
    cookie = response.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie.key.startswith("__Host-")
    assert cookie["secure"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert "no-store" in response.headers["Cache-Control"]
    assert "max-age=31536000" in response.headers["Strict-Transport-Security"]
