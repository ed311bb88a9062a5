"""Why something that came by the webhook, or a setting, is not accepted."""

from chaperone.carriers.errors import CarriersError


class EnvelopeRefused(CarriersError):
    """What was sent is not accepted."""


class TooLong(EnvelopeRefused):
    """An envelope is at most 256 KiB long."""


class WrongContentType(EnvelopeRefused):
    """An envelope is sent as text/plain or application/json, in UTF-8."""


class Malformed(EnvelopeRefused):
    """This is not an SNS envelope."""


class NotGenuine(EnvelopeRefused):
    """The envelope is not proved to come from a topic of ours, so nothing was done."""


class NotUnderstood(EnvelopeRefused):
    """The envelope is genuine, but what is in it is not a text, a receipt or a subscription."""


class NotConfigured(CarriersError):
    """The carrier AWS is not set up."""


class NotConfirmed(CarriersError):
    """SNS did not confirm the subscription."""
