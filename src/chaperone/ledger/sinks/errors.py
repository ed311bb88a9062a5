"""What can go wrong when entries are sent elsewhere."""

from chaperone.ledger.errors import LedgerError


class SinkError(LedgerError):
    """The record could not be sent."""


class SinkRefused(SinkError):
    """“sinks” in config.json cannot be used."""


class ReceiverAway(SinkError):
    """The receiver did not take what was sent, which is sent again."""


class SinkBusy(SinkError):
    """Another process sends to this sink already."""


class Overtaken(SinkError):
    """Another process has moved this sink's place; this one may not send any more."""
