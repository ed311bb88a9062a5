"""What can go wrong with evidence."""


class EvidenceError(Exception):
    """Whether a standard is met could not be told."""


class CollectorTaken(EvidenceError):
    """Two collectors answer for the same citation."""


class NoCollector(EvidenceError):
    """Nothing in this installation can tell whether this standard is met."""


class TookTooLong(EvidenceError):
    """To compute whether a standard is met took longer than it may."""
