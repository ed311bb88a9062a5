"""What cannot be done with training."""


class TrainingError(Exception):
    """Nothing was changed."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or type(self).__doc__ or "")


class NoSuchCourse(TrainingError):
    """There is no such course here."""


class NoSuchAssignment(TrainingError):
    """There is no such training for you to take."""


class AlreadyAdopted(TrainingError):
    """There is a course of this name already."""


class NotACourse(TrainingError):
    """The course cannot be taken as it is written; the message says why."""


class OutOfTurn(TrainingError):
    """This comes later: read and answer what comes before it first."""


class AlreadyAnswered(TrainingError):
    """This question is answered; the next one waits."""
