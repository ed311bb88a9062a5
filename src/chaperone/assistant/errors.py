"""Why the library was not changed."""

from chaperone.errors import Sentence


class AssistantError(Sentence):
    """This could not be done."""


class NoSuchEntry(AssistantError):
    """There is no such entry in the library."""


class AnotherVersion(AssistantError):
    """The entry has changed since you opened it. Read it again, and decide then."""


class NothingToWithdraw(AssistantError):
    """Nobody has decided about this entry, so there is nothing to withdraw."""


class NotLater(AssistantError):
    """The day to review again must be in the future, and within three years."""


class BadLine(AssistantError):
    """The file of labelled texts cannot be read."""
