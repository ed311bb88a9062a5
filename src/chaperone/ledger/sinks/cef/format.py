"""CEF (Common Event Format, version 0): one entry as one line of a header and an extension."""

from collections.abc import Iterator
from datetime import UTC
from ipaddress import IPv6Address, ip_address

from chaperone.ledger.sinks.leaving import UNKNOWN, Leaving
from chaperone.ledger.sinks.plain import details_within, plain, whole_items
from chaperone.ledger.sinks.source import PRODUCT, Source
from chaperone.ledger.sinks.syslog.format import header

_SEVERITY = {"success": 1, "failure": 4, "refused": 6, UNKNOWN: 1}  # low is 0-3, medium 4-6
_LONGEST_HEADER = 200
# Lengths of the dictionary are 4,000 for cs and 1,023 for the others; shorter here, so that the
# whole stays within what a receiver of syslog should take.
_LONGEST_LIST, _LONGEST_FLEX, _LONGEST_DETAILS = 2000, 1000, 1500
_IN_HEADER = str.maketrans({"\\": "\\\\", "|": "\\|"})
_IN_EXTENSION = str.maketrans({"\\": "\\\\", "=": "\\="})


def formatted(entry: Leaving, source: Source) -> bytes:
    """One line without its end, in UTF-8."""
    parts = ["CEF:0", PRODUCT, PRODUCT, source.version, entry.event, entry.meaning]
    # No part holds a line break any more: a header has no way to write one.
    before = "|".join(plain(part)[:_LONGEST_HEADER].translate(_IN_HEADER) for part in parts)
    extension = " ".join(
        f"{key}={plain(value).translate(_IN_EXTENSION)}" for key, value in _said(entry, source)
    )
    return f"{before}|{_SEVERITY[entry.outcome]}|{extension}".encode()


def in_syslog(entry: Leaving, source: Source) -> bytes:
    """The line as the content of a message of RFC 5424, which is how CEF goes over a network."""
    return header(entry, source).encode() + b" - " + formatted(entry, source)


def _said(entry: Leaving, source: Source) -> Iterator[tuple[str, str]]:
    yield "rt", str(int(entry.at.astimezone(UTC).timestamp() * 1000))
    yield "externalId", str(entry.id)
    yield "dvchost", source.host[:100]
    yield "outcome", entry.outcome
    yield "cat", entry.event.split(".", 1)[0][:100]
    if entry.actor_id:
        yield "suid", str(entry.actor_id)
    yield "spriv", entry.actor_kind[:100]
    yield from _address(entry.address)
    yield from _custom("cn1", str(entry.position), "place")
    yield from _custom("cn2", str(entry.checkpoint), "checkpoint")
    yield from _custom("cn3", str(len(entry.members)), "memberCount")
    yield from _custom("cs1", str(entry.organization), "organization")
    yield from _custom("cs2", whole_items(map(str, entry.members), _LONGEST_LIST), "members")
    yield from _custom("cs3", entry.purpose[:100], "purpose")
    yield from _custom("cs4", whole_items(entry.elements, _LONGEST_DETAILS), "elements")
    yield from _custom("cs5", entry.leaf_hash, "leafHash")
    yield from _custom("cs6", details_within(entry.details, _LONGEST_DETAILS), "details")
    yield from _custom("flexString1", str(entry.session or ""), "session")
    grants = whole_items(map(str, entry.grants), _LONGEST_FLEX)
    yield from _custom("flexString2", grants, "grants")


def _address(address: str) -> Iterator[tuple[str, str]]:
    if not address:
        return
    if isinstance(ip_address(address), IPv6Address):
        yield from _custom("c6a2", address, "Source IPv6 Address")
    else:
        yield "src", address


def _custom(key: str, value: str, label: str) -> Iterator[tuple[str, str]]:
    """A field that the format leaves to each product, with what it means here."""
    if value:
        yield key, value
        yield f"{key}Label", label
