"""What cannot be done with training."""

from chaperone.errors import Sentence


class TrainingError(Sentence):
    """Nothing was changed."""


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
