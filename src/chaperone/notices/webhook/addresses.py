"""Which addresses a webhook may have: https, on the public internet.

A webhook is a request that our server makes to where a person says (OWASP ASVS 5.0, 1.3.6; server
side request forgery). What a name means is looked up once, judged, and then connected to as it was
judged, so that a name that changes its meaning in between leads nowhere.
"""

import ipaddress
import socket
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings

from chaperone.notices.errors import AddressRefused, NotTaken

_PORT = 443
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Target(NamedTuple):
    """An address that passed: the name for TLS and the header, and what follows it."""

    host: str
    port: int
    path: str


def checked(url: str) -> Target:
    """What may be called, by its form alone. Raises ``AddressRefused``."""
    try:
        parts = urlsplit(url)
        port = parts.port or _PORT
    except ValueError as problem:
        raise AddressRefused from problem
    plain = url.isascii() and url.isprintable() and " " not in url
    if not plain or parts.scheme != "https" or not parts.hostname or "@" in parts.netloc:
        raise AddressRefused
    path = parts.path or "/"
    return Target(parts.hostname, port, f"{path}?{parts.query}" if parts.query else path)


def resolved(target: Target) -> str:
    """The address of the target to connect to. Raises ``AddressRefused`` where any address of it is
    not public, ``NotTaken`` where there is none.
    """
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except OSError as problem:
        raise NotTaken("Its name is not known at the moment.") from problem
    addresses = [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    for address in addresses:
        if not may_be_called(address):
            raise AddressRefused
    return str(addresses[0])


def may_be_called(address: Address) -> bool:
    """Whether an address is public, or in a network that the operator has named."""
    inner = _inner(address)
    if any(inner in network for network in settings.CHAPERONE_WEBHOOK_NETWORKS):
        return True
    return inner.is_global and not inner.is_multicast


def _inner(address: Address) -> Address:
    """The IPv4 address that an IPv6 address stands for, where it does."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address
