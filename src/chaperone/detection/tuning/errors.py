"""What keeps a rule as it is."""

from chaperone.errors import Sentence


class TuningError(Sentence):
    """The rule was not changed."""


class NoSuchRule(TuningError):
    """There is no such rule."""


class WrongThreshold(TuningError):
    """This rule counts nothing: it can be switched off, and found from no other number on."""


class WrongEnd(TuningError):
    """A change ends on a day after today, within 90 days: then the rule is as it was."""


class NothingChanged(TuningError):
    """Switch the rule off, or change from which number on it finds."""


class NotTuned(TuningError):
    """This rule is as it came."""
