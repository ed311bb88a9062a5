"""What cannot be done with the records of the workforce."""

from chaperone.errors import Sentence


class WorkforceError(Sentence):
    """The records of the workforce were not changed."""


class NoSuchPerson(WorkforceError):
    """There is no such person here."""


class NoSuchLine(WorkforceError):
    """There is no such line on a checklist here."""


class NoSuchRecord(WorkforceError):
    """There is no such record here."""


class KnownByItself(WorkforceError):
    """The system ticks this line itself, once it is done."""


class HasLeft(WorkforceError):
    """This person has left already."""


class NotTheText(WorkforceError):
    """The text has changed since you opened it. Read it once more before you sign."""


class AboutOneself(WorkforceError):
    """Nobody keeps confidential records about themselves."""


class NothingKept(WorkforceError):
    """Neither an address nor a number is on record for this person."""


class HalfAnAddress(WorkforceError):
    """A street without its postal code finds nobody."""
