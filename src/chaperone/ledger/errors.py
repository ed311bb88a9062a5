"""What can go wrong with the ledger."""


class LedgerError(Exception):
    """Something is wrong with the ledger."""

    def __str__(self) -> str:
        told = super().__str__()
        return f"{self.__doc__} {told}".strip()


class UnsuitableEventName(LedgerError):
    """An event's name has three lower-case parts: room, thing and verb in the past tense."""


class EventNameTaken(LedgerError):
    """There is already an event of this name. Names are permanent and used once."""


class UnknownActorKind(LedgerError):
    """This is not a kind of actor that the ledger knows."""


class NotInTransaction(LedgerError):
    """An entry is written in the transaction of the act that it records, and there is none."""


class NotRecorded(LedgerError):
    """The ledger could not be written, so the act must not happen and nothing may be shown."""


class EntryTooLong(LedgerError):
    """An entry is at most 60,000 bytes long. Record the act in several entries."""


class DetailsNotPlain(LedgerError):
    """The details of an entry are a mapping of plain JSON values."""


class LogKeyRefused(LedgerError):
    """The file is not a signing key of this ledger."""


class Fenced(LedgerError):
    """Another sequencer has taken over; this one may not write any more."""


class MirrorAheadOfDatabase(LedgerError):
    """A mirror holds a checkpoint that the database does not have.

    The database was restored to an earlier state, or was rolled back. Nothing is sequenced until
    somebody has looked into it, since going on would fork the ledger.
    """


class NotVerified(LedgerError):
    """The ledger does not verify. First bad place:"""

    def __init__(self, place: str, problem: str) -> None:
        """``place``: a leaf, an entry, a checkpoint or a file; ``problem``: what is wrong there."""
        super().__init__(f"{place}: {problem}")
        self.place = place
        self.problem = problem


class NothingSigned(LedgerError):
    """There is no signed checkpoint yet. Start the sequencer, then try again."""


class PruneRefused(LedgerError):
    """Nothing was destroyed."""


class EntriesMissing(LedgerError):
    """These entries are missing, and nothing that was signed says that they were destroyed."""


class ExportRefused(LedgerError):
    """The ledger could not be exported."""


class SearchTooWide(LedgerError):
    """There is too much to look through at once. Narrow the period, and search again."""


class NotMirroredYet(LedgerError):
    """The signed copy outside the database does not hold this entry yet. Try again in a minute."""


class MirrorUnavailable(LedgerError):
    """The mirror could not be read or written; sequencing goes on without it."""

    def __init__(self, told: str, *, code: str = "") -> None:
        """``code``: how the store itself calls what went wrong."""
        super().__init__(told)
        self.code = code


class MirrorMisnamed(MirrorUnavailable):
    """The setting does not name a mirror: a folder, or s3://bucket/prefix with its retention."""


class KeyChangeRefused(LedgerError):
    """The ledger's key is not changed."""


class CosignatureRefused(LedgerError):
    """The cosignature is not one on a checkpoint of this ledger."""


class NotCovered(LedgerError):
    """No agreement in force covers this place: it catches up when one does."""


class TooMuchUnnoted(LedgerError):
    """Too many entries of this time do not note from where somebody acted. Name a person, or a
    shorter time."""
