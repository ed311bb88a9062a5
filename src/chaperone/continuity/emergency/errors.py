"""What can go wrong in emergency mode. The docstring is the message."""

from chaperone.errors import SentenceAbout


class EmergencyError(SentenceAbout):
    """Something is wrong with emergency mode."""


class JournalError(EmergencyError):
    """Something is wrong with the journal."""


class JournalUnwritable(JournalError):
    """The journal could not be written, so nothing may be shown."""


class JournalAltered(JournalError):
    """The journal is not what was written to it."""


class JournalInUse(JournalError):
    """Another process writes this journal. Stop it first: chaperone emergency stop"""


class JournalMissing(JournalError):
    """There is no such journal."""


class JournalClosed(JournalError):
    """The journal has its exit record: nothing is written to it any more."""


class NotAStandby(EmergencyError):
    """The database named is no standby: emergency mode reads from a replica and nothing else."""


class OtherSchema(EmergencyError):
    """The replica's schema is not the one this version needs. Use the version that ran before."""


class NothingToJoin(EmergencyError):
    """There is no journal that waits to join the ledger."""
