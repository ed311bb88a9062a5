"""What can go wrong with the archive of the write-ahead log. The docstring is the sentence."""

from chaperone.errors import SentenceAbout


class ArchiveError(SentenceAbout):
    """The archive for points in time cannot be used."""


class SegmentChanged(ArchiveError):
    """The archive holds another content under this piece's name: two databases write to one
    archive, or it was altered. Give each database a place of its own."""


class SegmentUnsuitable(ArchiveError):
    """A piece in the archive is not what its name says, or does not open with this identity."""


class NotForThisKey(SegmentUnsuitable):
    """The archive is not encrypted to the identity that was given. Give one of its recipients'."""


class BaseFailed(ArchiveError):
    """The server's files could not be copied."""


class NoBase(ArchiveError):
    """The archive holds no copy of the server's files from before that time."""


class TimeNotReached(ArchiveError):
    """The archive ends before that time."""


class TimeNotCome(ArchiveError):
    """That moment has not come yet."""


class PlaceTaken(ArchiveError):
    """A database is recovered into an empty place only."""


class NotRecovered(ArchiveError):
    """The database could not be recovered."""


class SettingsUnsuitable(ArchiveError):
    """“archive” in config.json is not as it must be."""


class PieceMissing(ArchiveError):
    """A piece of the log between that copy and the end is not in the archive, so that nothing after
    it can be reached. Look for it where the archive is kept twice, or take an earlier moment."""
