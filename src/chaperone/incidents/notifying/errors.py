"""What can be wrong with notices."""

from chaperone.incidents.errors import IncidentError


class NoBreach(IncidentError):
    """No signed assessment says that this is a breach: nobody is told anything yet."""


class NotAnAssociate(IncidentError):
    """By the signed assessment we have the data as a covered entity: nobody else is to be told."""


class NoNotice(IncidentError):
    """There is no notice of this kind: write one, and have it approved."""


class Incomplete(IncidentError):
    """The notice lacks what 45 CFR 164.404(c) asks for."""


class NotBySameHand(IncidentError):
    """Who wrote the notice does not approve it. Ask a second person."""


class Waits(IncidentError):
    """Law enforcement asked that nobody is told yet (45 CFR 164.412)."""


class OnlyADrill(IncidentError):
    """This is a drill: nothing is sent, printed or posted."""


class AskedAlready(IncidentError):
    """This was asked for already."""


class NotMade(IncidentError):
    """The letters are not made yet."""
