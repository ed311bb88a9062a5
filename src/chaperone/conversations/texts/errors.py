"""What can go wrong with a fixed text."""

from chaperone.errors import Sentence


class TextsError(Sentence):
    """The text could not be changed."""


class OwnText(TextsError):
    """Somebody else must decide on a text that you wrote."""


class AlreadyDecided(TextsError):
    """Somebody has decided on this text meanwhile."""
