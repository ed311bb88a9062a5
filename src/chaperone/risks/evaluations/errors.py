"""What can be wrong with evaluations."""

from chaperone.errors import Sentence


class EvaluationsError(Sentence):
    """The evaluation was not changed."""


class NoSuchEvaluation(EvaluationsError):
    """There is no such evaluation here."""


class AlreadyConcluded(EvaluationsError):
    """This evaluation was done or called off already."""
