"""What can go wrong when somebody is called."""

from chaperone.errors import Sentence


class PagingError(Sentence):
    """The page could not be acknowledged."""


class LinkUseless(PagingError):
    """This link does not work: it is too old, or not one of ours."""


class NotCalled(PagingError):
    """You cannot acknowledge this page any more: your access has ended."""
