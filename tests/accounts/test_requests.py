"""Where a request came from, which decides about lockout, networks and the record."""

from ipaddress import ip_network

import pytest
from django.test import RequestFactory, override_settings

from chaperone.accounts.requests import Origin, address_of, origin_of

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
