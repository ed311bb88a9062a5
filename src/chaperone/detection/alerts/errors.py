"""What keeps an alert as it is."""

from chaperone.errors import Sentence


class AlertsError(Sentence):
    """The alert was not changed."""


class NoSuchAlert(AlertsError):
    """There is no such alert here that you may see."""


class AboutYourself(AlertsError):
    """Nobody judges an alert about themself: somebody else who handles alerts must."""


class AlreadyClosed(AlertsError):
    """This alert was closed already. Open it again to judge it anew."""


class NotClosed(AlertsError):
    """This alert is not closed."""


class AlreadyTaken(AlertsError):
    """Somebody has taken this alert up already."""


class NotAssignable(AlertsError):
    """Choose somebody who handles alerts, and whom this one is not about."""
