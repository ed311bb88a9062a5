"""What can be wrong with a rota."""

from chaperone.errors import Sentence


class DutiesError(Sentence):
    """The rota could not be changed."""


class NoTime(DutiesError):
    """It ends before it begins. Check the days and times."""


class NobodyToSwap(DutiesError):
    """In one of these weeks nobody is on call, so that there is nothing to swap."""


class NotAway(DutiesError):
    """This holiday was taken back already."""


class NoSuchFeed(DutiesError):
    """There is no link to a calendar that has not ended."""
