"""What can go wrong with a connection. The docstring is the message."""

from django.db import OperationalError


class OutcomeUnknown(OperationalError):
    """The connection broke while a change was committed: it may have been kept, or not."""

    def __init__(self) -> None:
        super().__init__(" ".join((self.__doc__ or "").split()))
