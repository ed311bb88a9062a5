"""What can be wrong with an assessment and its deadlines."""

from chaperone.incidents.errors import IncidentError


class NotYours(IncidentError):
    """Who wrote the assessment does not sign it. Ask a second person."""


class NotWaiting(IncidentError):
    """There is no assessment of this incident that waits for a second person."""


class WaitsAlready(IncidentError):
    """An assessment waits for a second person. Have it signed or given back before another."""


class NotDemonstrated(IncidentError):
    """A low probability is not demonstrated where a factor speaks of a high risk."""


class NothingSecured(IncidentError):
    """What was exposed could be read: it was not secured."""


class NoExposure(IncidentError):
    """Compute what was exposed first: the assessment rests on it."""


class EndsWithNotice(IncidentError):
    """This ends when it is recorded that the notice went to the covered entity: open that page."""


class NoSuchClock(IncidentError):
    """This incident has no such deadline, or it was met already."""


class DelayTooLong(IncidentError):
    """An oral statement holds for 30 days at most. Ask for it in writing."""
