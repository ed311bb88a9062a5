"""What can be wrong with the records of processing."""


class ProcessingError(Exception):
    """The records of processing were not changed."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or type(self).__doc__ or "")


class NoSuchActivity(ProcessingError):
    """There is no such entry in the records of processing."""


class NamedAlready(ProcessingError):
    """An entry of this name is in the records already."""


class Retired(ProcessingError):
    """This entry is retired: it is kept as it was."""


class NothingToSign(ProcessingError):
    """No impact assessment is written here that waits for a signature."""
