"""What can go wrong in `merkle`. The docstring is the message; an argument adds the detail."""


class MerkleError(Exception):
    """The Merkle log could not do what was asked."""

    def __str__(self) -> str:
        return " ".join([(self.__doc__ or "").strip(), super().__str__()]).strip()


class MalformedHash(MerkleError):
    """A hash must be exactly 32 bytes."""


class OutOfRange(MerkleError):
    """The index or size lies outside the tree."""


class ProofRefused(MerkleError):
    """The proof does not show what it claims."""


class WrongProofLength(ProofRefused):
    """The proof has not the number of hashes that this index and these sizes need."""


class WrongRoot(ProofRefused):
    """The proof leads to another root."""


class MalformedFrontier(MerkleError):
    """The stored frontier cannot be read."""


class MalformedKey(MerkleError):
    """The key is not a C2SP key of the form name+hash+base64 for Ed25519."""


class MalformedNote(MerkleError):
    """The text is not a C2SP signed note."""


class NoKnownSignature(MerkleError):
    """The note carries no signature of a key we know."""


class BadSignature(MerkleError):
    """A signature of a key we know does not fit the note."""


class MalformedCheckpoint(MerkleError):
    """The note's text is not a C2SP checkpoint."""


class WrongOrigin(MerkleError):
    """The checkpoint is of another log than the key that signed it."""


class MalformedKeyChange(MerkleError):
    """The statement does not change the log's key."""


class MalformedDestruction(MerkleError):
    """The statement does not say which entries were destroyed."""


class MalformedRestoration(MerkleError):
    """The statement does not say from where the log goes on after a restore."""


class MalformedBundle(MerkleError):
    """The entry bundle cannot be read."""


class EntryTooLong(MerkleError):
    """An entry of a bundle may be at most 65,535 bytes long."""


class MalformedSeal(MerkleError):
    """These are not the bytes of a sealed entry."""


class NotOpened(MerkleError):
    """The sealed bytes do not open with this key, for this organization and entry."""


class WrongEntryCount(MerkleError):
    """The source gave another number of entries than was asked for."""


class MissingTile(MerkleError):
    """A tile that the tree needs is missing or has the wrong length."""


class MirrorAhead(MerkleError):
    """The folder holds a longer log than the checkpoint: the log was rolled back, or is another."""


class MirrorDiffers(MerkleError):
    """The folder holds another history than the log."""


class RootMismatch(MerkleError):
    """The tiles do not have the root that the checkpoint signs; the checkpoint was not written."""


class NotFetched(MerkleError):
    """The log could not be read."""


class NotThere(NotFetched):
    """The log does not have this file."""


class MemoryUnusable(MerkleError):
    """The witness's own folder cannot be relied on, so nothing is cosigned."""


class Alarm(MerkleError):
    """The log is not to be trusted."""

    def __init__(self, detail: str, *, remembered: bytes = b"", found: bytes = b"") -> None:
        """`remembered` and `found`: the two signed notes that show it."""
        super().__init__(detail)
        self.remembered = remembered
        self.found = found


class NotSignedByLog(Alarm):
    """What the log shows is not signed by its key, or not by the key that is in force."""


class LogShrunk(Alarm):
    """The log went back to a size that it had before, or an old checkpoint was replayed."""


class LogForked(Alarm):
    """The log signed two roots for one size: it shows different histories to different people."""


class LogNotContinued(Alarm):
    """The log's new checkpoint does not continue the one that was seen before."""


class LogStale(Alarm):
    """The log has signed nothing new for too long."""


class ServerNotTrusted(Alarm):
    """The server is not the one that it claims to be."""


class BadPlace(MerkleError):
    """The log does not verify.

    `file` is relative to the log's folder. `index` counts from 0 and is the number of the entry
    in the log (for an entry bundle) or of the hash in its tile (for a tile); None for a whole file.
    `expected` and `found` are hashes in hex, or words.
    """

    def __init__(self, file: str, *, expected: str, found: str, index: int | None = None) -> None:
        super().__init__(file, index, expected, found)
        self.file = file
        self.index = index
        self.expected = expected
        self.found = found

    def __str__(self) -> str:
        place = self.file if self.index is None else f"{self.file}, index {self.index}"
        return f"First bad place: {place}: expected {self.expected}, found {self.found}."
