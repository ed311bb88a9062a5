"""What can go wrong with pgBackRest. The docstring is the sentence."""

from chaperone.continuity.archiving.errors import ArchiveError


class BackRestMissing(ArchiveError):
    """pgBackRest is not installed: it comes with the platform's packages (pgbackrest)."""


class BackRestFailed(ArchiveError):
    """pgBackRest could not do it."""


class AnswerUnreadable(ArchiveError):
    """What pgBackRest answered is not understood, so that nothing is known to be well."""
