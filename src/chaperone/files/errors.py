"""What can go wrong with a private file. The docstring of each error is its message."""


class PrivateFileError(Exception):
    """A private file cannot be used."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(f"{type(self).__doc__ or ''} {detail}".strip())


class FileMissing(PrivateFileError):
    """A file that this installation needs is missing."""


class FileExists(PrivateFileError):
    """There is a file here already, and it is never overwritten."""


class FileExposed(PrivateFileError):
    """Others on this machine can read or replace a file that is secret."""


class ConfigUnreadable(Exception):
    """The settings of the installation cannot be read; the message says which and why."""
