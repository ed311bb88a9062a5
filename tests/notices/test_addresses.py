"""A webhook leads to the public internet and nowhere else."""

import ipaddress
import socket
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaperone.notices.errors import AddressRefused, NotTaken
from chaperone.notices.webhook.addresses import Target, checked, may_be_called, resolved

PRIVATE = (
    *("127.0.0.1", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
    *("0.0.0.0", "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1"),
    *("::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1"),
    *("::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "2002:7f00:1::"),
)


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_not_called(address: str) -> None:
    assert not may_be_called(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07::1", "::ffff:8.8.8.8"])
def test_public_addresses_are(address: str) -> None:
    assert may_be_called(ipaddress.ip_address(address))


def test_a_network_that_the_operator_named_is(settings: Any) -> None:
    settings.CHAPERONE_WEBHOOK_NETWORKS = (ipaddress.ip_network("10.1.0.0/24"),)

    assert may_be_called(ipaddress.ip_address("10.1.0.7"))
    assert not may_be_called(ipaddress.ip_address("10.1.1.7"))


@pytest.mark.parametrize("address", PRIVATE)
def test_a_name_that_means_a_private_address_is_refused(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """Though another of its addresses is public."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 443)),
        (family, socket.SOCK_STREAM, 6, "", (address, 443)),
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)

    with pytest.raises(AddressRefused):
        resolved(Target("rebind.example", 443, "/"))


def test_a_name_that_means_nothing_is_tried_again() -> None:
    with pytest.raises(NotTaken):
        resolved(Target("no-such-host.invalid", 443, "/"))


@pytest.mark.parametrize(
    "url",
    [
        *("http://example.com/", "ftp://example.com/", "//example.com/", "example.com", ""),
        *("https:///x", "https://user:pass@example.com/", "https://@example.com/"),
        *("https://example.com:99999/", "https://exa mple.com/", "https://ex\u0430mple.com/"),
        *("https://example.com/\r\nHost: x", "https://[::1", "javascript:alert(1)"),
    ],
)
def test_other_forms_are_refused(url: str) -> None:
    with pytest.raises(AddressRefused):
        checked(url)


def test_what_is_called_is_what_was_written() -> None:
    assert checked("https://hooks.example.com:8443/a/b?c=d#e") == Target(
        "hooks.example.com", 8443, "/a/b?c=d"
    )


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    try:
        found = checked(text)
    except AddressRefused:
        return
    assert found.host
    assert found.path.startswith("/")
