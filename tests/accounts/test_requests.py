"""Where a request came from, which decides about lockout, networks and the record."""

from ipaddress import ip_network

import pytest
from django.db import connection
from django.test import Client, RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chaperone.accounts.actions import forwarding
from chaperone.accounts.requests import Origin, address_of, origin_of, unnamed_forwarder
from chaperone.notices.readings import State
from chaperone.web.status.readings.proxies import unnamed_proxies

PROXIES = (ip_network("10.0.0.0/8"), ip_network("::1/128"))


def seen_from(peer, forwarded=None):
    extra = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded is not None else {}
    return address_of(RequestFactory().get("/", REMOTE_ADDR=peer, **extra))


def test_headers_of_strangers_do_not_count():
    assert seen_from("203.0.113.9", "192.0.2.1") == "203.0.113.9"
    with override_settings(CHAPERONE_PROXIES=PROXIES):
        assert seen_from("203.0.113.9", "192.0.2.1") == "203.0.113.9"


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("6.6.6.6, 192.0.2.1", "192.0.2.1"),
        ("6.6.6.6, 192.0.2.1, 10.9.9.9", "192.0.2.1"),
        ("2001:db8::1", "2001:db8::1"),
        ("", "10.0.0.2"),
        ("nonsense", "10.0.0.2"),
        ("192.0.2.1, nonsense", "10.0.0.2"),
    ],
)
def test_our_proxies_are_believed_about_the_hop_before_them(forwarded, address):
    with override_settings(CHAPERONE_PROXIES=PROXIES):
        assert seen_from("10.0.0.2", forwarded) == address


def test_user_agent_is_bounded_and_without_nul():
    request = RequestFactory().get("/", HTTP_USER_AGENT="x" * 500 + chr(0))
    assert len(origin_of(request).user_agent) == 200
    assert Origin("192.0.2.1", "x").details == {"user_agent": "x"}


@pytest.mark.parametrize(
    ("peer", "named", "found"),
    [
        ("10.0.0.5", (), "10.0.0.5"),
        ("127.0.0.1", (), "127.0.0.1"),
        ("10.0.0.5", ("10.0.0.0/8",), ""),
        # Whoever asks from the internet can send the header, too.
        ("93.184.215.14", (), ""),
        ("", (), ""),
    ],
)
def test_a_peer_from_inside_that_forwards_and_is_not_named(peer, named, found):
    asked = RequestFactory().get("/", REMOTE_ADDR=peer, headers={"X-Forwarded-For": "192.0.2.7"})
    with override_settings(CHAPERONE_PROXIES=tuple(map(ip_network, named))):
        assert unnamed_forwarder(asked) == found
        assert unnamed_forwarder(RequestFactory().get("/", REMOTE_ADDR=peer)) == ""


@pytest.mark.django_db(databases=["default", "apart"])
def test_what_forwards_unnamed_is_noted_once_and_doctor_says_so(monkeypatch, later):
    monkeypatch.setattr(forwarding, "_noted", {})
    (well,) = unnamed_proxies()
    assert (well.state, well.value) == (State.OK, 0)
    client = Client(headers={"X-Forwarded-For": "192.0.2.7"}, REMOTE_ADDR="10.0.0.5")
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("account_login"), secure=True)
    assert not any("accounts_forwarder" in each["sql"] for each in asked)

    (found,) = unnamed_proxies()
    assert (found.state, found.value) == (State.ATTENTION, 1)
    assert "10.0.0.5" in found.sentence
    assert "CHAPERONE_PROXIES" in found.remedy
    with override_settings(CHAPERONE_PROXIES=(ip_network("10.0.0.0/8"),)):
        assert next(iter(unnamed_proxies())).state == State.OK
    later(days=2)
    assert next(iter(unnamed_proxies())).state == State.OK
