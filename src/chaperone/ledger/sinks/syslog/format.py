"""RFC 5424: one entry as one syslog message, to be framed as its carriage asks (RFC 5425)."""

from collections.abc import Iterator
from datetime import UTC

from chaperone.ledger.sinks.leaving import UNKNOWN, Leaving
from chaperone.ledger.sinks.plain import details_within, plain, whole_items
from chaperone.ledger.sinks.source import PRODUCT, Source

# A receiver should take 8,192 octets (RFC 5425, 4.3.1); what could be longer is cut to these.
LONGEST_MESSAGE = 8192
_LONGEST = {"members": 2000, "grants": 1000, "elements": 1500, "details": 1500, "withheld": 300}
_LONGEST_TEXT = 128
_LONGEST_MEANING = 200

# Chaperone has no enterprise number of its own; this one is reserved for examples (RFC 5612).
_ENTERPRISE = 32473
_FACILITY = 13  # log audit
# Informational, notice, warning.
_SEVERITY = {"success": 6, "failure": 5, "refused": 4, UNKNOWN: 6}
_HIGHEST_SEQUENCE = 2147483647  # RFC 5424, 7.3.1
_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
_LONGEST_HOST, _LONGEST_MSGID = 255, 32
_ESCAPED = str.maketrans({'"': '\\"', "\\": "\\\\", "]": "\\]"})


def formatted(entry: Leaving, source: Source) -> bytes:
    """One message in UTF-8: header, structured data, and the meaning of the event in words."""
    meaning = plain(entry.meaning)[:_LONGEST_MEANING]
    return f"{header(entry, source)} {_data(entry, source)} {_BOM}{meaning}".encode()


def header(entry: Leaving, source: Source) -> str:
    """The header: all of it is printable ASCII without spaces, each part within its length."""
    priority = _FACILITY * 8 + _SEVERITY[entry.outcome]
    at = entry.at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")
    host = _printable(source.host, _LONGEST_HOST)
    # An event's full name may be longer than this: it stands in the structured data, too.
    name = _printable(entry.event, _LONGEST_MSGID)
    return f"<{priority}>1 {at}Z {host} {PRODUCT.lower()} ledger {name}"


def _printable(text: str, longest: int) -> str:
    kept = "".join(character for character in text if "!" <= character <= "~")
    return kept[:longest] or "-"


def _data(entry: Leaving, source: Source) -> str:
    # It begins at 1, and begins anew after its highest.
    sequence = entry.position % _HIGHEST_SEQUENCE + 1
    said = "".join(f' {name}="{_value(value)}"' for name, value in _said(entry) if value)
    return (
        f'[meta sequenceId="{sequence}"]'
        f'[origin software="{PRODUCT}" swVersion="{_value(source.version[:32])}"]'
        f"[{PRODUCT.lower()}@{_ENTERPRISE}{said}]"
    )


def _value(text: str) -> str:
    return plain(text).translate(_ESCAPED)


def _said(entry: Leaving) -> Iterator[tuple[str, str]]:
    yield "entry", str(entry.id)
    yield "place", str(entry.position)
    yield "leafHash", entry.leaf_hash
    yield "checkpoint", str(entry.checkpoint)
    yield "event", entry.event[:_LONGEST_TEXT]
    yield "outcome", entry.outcome
    yield "organization", str(entry.organization)
    yield "actorKind", entry.actor_kind[:_LONGEST_TEXT]
    yield "actor", str(entry.actor_id or "")
    yield "address", entry.address
    yield "session", str(entry.session or "")
    yield "purpose", entry.purpose[:_LONGEST_TEXT]
    yield from _lists(entry)


def _lists(entry: Leaving) -> Iterator[tuple[str, str]]:
    """Each whole, or its beginning; ``shortened`` names those that are not whole."""
    whole = {
        "members": list(map(str, entry.members)),
        "grants": list(map(str, entry.grants)),
        "elements": list(entry.elements),
        "withheld": list(entry.withheld),
    }
    shortened = []
    for name, items in whole.items():
        text = whole_items(items, _LONGEST[name])
        yield name, text
        if text != ",".join(items):
            shortened.append(name)
    yield "memberCount", str(len(entry.members))
    # Measured before it is escaped: at worst every second character is a quotation mark.
    details = details_within(entry.details, _LONGEST["details"] // 2)
    yield "details", details
    if entry.details and not details:
        shortened.append("details")
    yield "shortened", ",".join(shortened)
