"""What can be wrong with the record of a release."""

from chaperone.errors import Sentence


class ChangesError(Sentence):
    """The record of the release was not changed."""


class NoSuchRelease(ChangesError):
    """There is no such release here."""


class AlreadyRecorded(ChangesError):
    """This version has a record already. Change that one while it waits."""


class AlreadyDecided(ChangesError):
    """This release was decided on already. What was approved is not changed."""


class OwnRelease(ChangesError):
    """Nobody approves a release that they assessed: somebody else must."""
