"""What can be wrong with evaluations."""


class EvaluationsError(Exception):
    """The evaluation was not changed."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or type(self).__doc__ or "")


class NoSuchEvaluation(EvaluationsError):
    """There is no such evaluation here."""


class AlreadyConcluded(EvaluationsError):
    """This evaluation was done or called off already."""
