"""What can be wrong with findings, and with files of them."""

from chaperone.errors import Sentence


class FindingsError(Sentence):
    """The findings were not changed."""


class FileRefused(FindingsError):
    """The file cannot be read as findings."""


class NoSuchFinding(FindingsError):
    """There is no such finding here."""


class NoSuchImport(FindingsError):
    """This file was taken in or discarded already, or never was here."""


class NoSuchException(FindingsError):
    """There is no such request for an exception here."""


class AlreadyClosed(FindingsError):
    """This finding is closed. See that it is reported again, or open it again."""


class NotClosed(FindingsError):
    """This finding is not closed."""


class AlreadyAsked(FindingsError):
    """An exception was asked for already and waits for a decision."""


class AlreadyDecided(FindingsError):
    """This was decided already."""


class OwnRequest(FindingsError):
    """Nobody decides on an exception that they asked for: somebody else must."""
