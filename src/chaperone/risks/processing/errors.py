"""What can be wrong with the records of processing."""

from chaperone.errors import Sentence


class ProcessingError(Sentence):
    """The records of processing were not changed."""


class NoSuchActivity(ProcessingError):
    """There is no such entry in the records of processing."""


class NamedAlready(ProcessingError):
    """An entry of this name is in the records already."""


class Retired(ProcessingError):
    """This entry is retired: it is kept as it was."""


class NothingToSign(ProcessingError):
    """No impact assessment is written here that waits for a signature."""
