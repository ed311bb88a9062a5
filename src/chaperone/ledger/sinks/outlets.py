"""What a sink's settings mean: in which form an entry goes, and where to."""

from collections.abc import Callable
from pathlib import Path

from chaperone.ledger.sinks.cef import format as cef
from chaperone.ledger.sinks.configuration import Sink
from chaperone.ledger.sinks.leaving import Leaving
from chaperone.ledger.sinks.ocsf import format as ocsf
from chaperone.ledger.sinks.receivers import Receiver
from chaperone.ledger.sinks.receivers.files import Files
from chaperone.ledger.sinks.receivers.streams import TlsStream
from chaperone.ledger.sinks.source import Source
from chaperone.ledger.sinks.syslog import format as syslog

Formatted = Callable[[Leaving, Source], bytes]
_IN_FILES: dict[str, tuple[Formatted, str]] = {
    "ocsf": (ocsf.formatted, "jsonl"),
    "cef": (cef.formatted, "cef"),
}
_ON_STREAMS: dict[str, Formatted] = {"syslog": syslog.formatted, "cef": cef.in_syslog}


def outlet(sink: Sink) -> tuple[Formatted, Receiver]:
    """How entries are formatted for the sink, and who takes them."""
    if isinstance(sink.receiver, Path):
        formatted, ending = _IN_FILES[sink.format]
        return formatted, Files(sink.receiver, ending)
    return _ON_STREAMS[sink.format], TlsStream(sink.receiver)
