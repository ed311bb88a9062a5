"""What can be wrong with incidents."""

from chaperone.errors import Sentence


class IncidentError(Sentence):
    """The incident was not changed."""


class NoSuchIncident(IncidentError):
    """There is no such incident here, or it is not one that you may see."""


class NoSuchReport(IncidentError):
    """There is no such report here, or it is not one that you may see."""


class NoSuchTask(IncidentError):
    """There is no such task in this incident."""


class NoSuchContainment(IncidentError):
    """There is no such step to undo here."""


class NoSuchAlert(IncidentError):
    """There is no such alert here."""


class IncidentClosed(IncidentError):
    """This incident is closed. Open a new one where something comes up again."""


class NotByText(IncidentError):
    """This was not reported by a member's text: there is nobody to text back."""


class ReportDecided(IncidentError):
    """This report belongs to a case already, or is closed."""


class AlreadyDone(IncidentError):
    """This was done already."""


class AlreadyOpened(IncidentError):
    """There is an incident of this already."""


class StepsMissing(IncidentError):
    """Steps that must be done are still open."""


class WrongStage(IncidentError):
    """The incident is not so far yet."""


class NotAllowed(IncidentError):
    """Your role may not do this: ask somebody whose role may."""


class WrongPerson(IncidentError):
    """This person does not work here."""


class NotUndoable(IncidentError):
    """This cannot be undone."""


class NotAboutYou(IncidentError):
    """Nobody works on a case that is about themselves."""
