"""Signing in with both factors, failing to, being signed out when idle; each is recorded."""

import base64
import time

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from chaperone.access.actors import operator
from chaperone.accounts.events import SESSION_TIMED_OUT, SIGN_IN_FAILED, SIGN_IN_SUCCEEDED
from chaperone.accounts.middleware import POLL_HEADER
from chaperone.ledger.queries import search
from tests.cast import LAKESIDE, inside, maria

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture(autouse=True)
def _fresh_rate_limits():
    cache.clear()
    yield
    cache.clear()


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
    assert entry.details["factors"] == ["password", "mfa"]
    assert entry.details["address"] == "127.0.0.1"
    assert entry.details["user_agent"] == "a browser"


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


def test_sign_up_is_closed():
    response = Client().get(reverse("account_signup"), secure=True)
    assert b"<form" not in response.content or b"password1" not in response.content


def test_password_reset_by_mail_is_closed():
    response = Client().get(reverse("account_reset_password"), secure=True)
    assert response.status_code == 404


def test_second_factor_is_sealed_at_rest():
    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator")
        stored = " ".join(row for (row,) in cursor.fetchall())
    assert maria.credentials["totp_secret"] not in stored


def idle(client, seconds):
    session = client.session
    session["last_seen"] = int(time.time()) - seconds
    session.save()


def test_idle_session_ends_and_is_recorded():
    client = maria.client()
    idle(client, settings.CHAPERONE_IDLE_SECONDS + 1)
    response = client.get(reverse("conversations:inbox"), secure=True)
    assert response.url.startswith(reverse("account_login"))
    (entry,) = entries(SESSION_TIMED_OUT)
    assert entry.actor_id == maria.user.id


def test_page_renews_the_idle_clock_and_a_poll_does_not():
    client = maria.client()
    idle(client, 600)
    client.get(reverse("conversations:inbox_version"), headers={POLL_HEADER: "1"}, secure=True)
    assert time.time() - client.session["last_seen"] >= 600
    client.get(reverse("conversations:inbox"), secure=True)
    assert time.time() - client.session["last_seen"] < 600


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
