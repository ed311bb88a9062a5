"""Where a request came from."""

import ipaddress
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest

from chaperone.accounts.models import LONGEST_USER_AGENT


@dataclass(frozen=True, slots=True)
class Origin:
    """The address and browser that somebody signs in from, as they are recorded."""

    address: str
    user_agent: str

    @property
    def details(self) -> dict[str, str]:
        """What entries say of it in their details; the address they carry beside them."""
        return {"user_agent": self.user_agent}

    @property
    def network(self) -> str:
        """What stays the same while somebody stays where they are: /16 of IPv4, /32 of IPv6.

        Wide enough for a provider or an office that sends one browser out by several addresses,
        and for a phone that is handed on within its network; another provider is another network.
        """
        return _network(self.address, 16, 32)

    @property
    def source(self) -> str:
        """Whose wrong tries are counted together: one IPv4 address, or the /64 of one IPv6 link."""
        return _network(self.address, 32, 64)


# Whoever looks back over a year asks a hundred thousand times for a few hundred of them.
@lru_cache(maxsize=4096)
def _network(address: str, four: int, six: int) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    prefix = four if found.version == 4 else six
    return str(ipaddress.ip_network(f"{found}/{prefix}", strict=False))


def origin_of(request: HttpRequest) -> Origin:
    """Address and browser of a request, bounded."""
    return Origin(address_of(request), user_agent_of(request)[:LONGEST_USER_AGENT])


def address_of(request: HttpRequest) -> str:
    """The peer's address as the server saw it; behind our own proxies, the one that they saw.

    Headers that a client can forge don't count: only proxies named in ``CHAPERONE_PROXIES`` are
    believed, each about the hop before it.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    if settings.CHAPERONE_PROXIES:
        for hop in reversed(request.headers.get("X-Forwarded-For", "").split(",")):
            if not is_named(address) or not _is_address(hop.strip()):
                break
            address = hop.strip()
    return address


def unnamed_forwarder(request: HttpRequest) -> str:
    """The address of a peer that says for whom it asks and is no proxy that was named; or nothing.

    Only a peer from inside: whoever asks from the internet can send the header, too, and a proxy
    that is ours stands before us in our own network.
    """
    peer = str(request.META.get("REMOTE_ADDR", ""))
    if "X-Forwarded-For" not in request.headers or not _is_address(peer):
        return ""
    return peer if ipaddress.ip_address(peer).is_private and not is_named(peer) else ""


def is_named(address: str) -> bool:
    """Whether ``CHAPERONE_PROXIES`` names the address."""
    return _is_address(address) and any(
        ipaddress.ip_address(address) in network for network in settings.CHAPERONE_PROXIES
    )


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def user_agent_of(request: HttpRequest) -> str:
    return request.headers.get("User-Agent", "").replace("\x00", "")
