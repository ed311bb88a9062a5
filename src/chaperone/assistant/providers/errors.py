"""What can go wrong with a model. The text of an error never quotes what was sent or came back."""

from chaperone.errors import Sentence


class ProvidersError(Sentence):
    """The model could not be asked."""


class NotConfigured(ProvidersError):
    """The settings of the models are wrong."""


class InTransaction(ProvidersError):
    """A model is never asked inside a database transaction (invariant 5)."""


class NoReply(ProvidersError):
    """The model gave no reply that can be used.

    ``code`` is what the ledger keeps. ``faulty``: it tells against the service, not the question.
    ``again``: a second try may help, after ``wait`` seconds.
    """

    code = "none"
    faulty = True
    again = False

    def __init__(self, detail: str = "", *, wait: float = 0.0) -> None:
        super().__init__(detail)
        self.wait = wait


class Unreachable(NoReply):
    """The model's service could not be reached."""

    code = "unreachable"
    again = True


class TooSlow(NoReply):
    """The model did not reply in time."""

    code = "too_slow"


class Throttled(NoReply):
    """The model's service takes no more for now (HTTP 429)."""

    code = "throttled"
    again = True


class ServiceFault(NoReply):
    """The model's service failed (HTTP 5xx)."""

    code = "service_fault"
    again = True


class NotAccepted(NoReply):
    """The model's service did not accept the call: its address, name or key is wrong."""

    code = "not_accepted"


class Malformed(NoReply):
    """What came back is not what the protocol says."""

    code = "malformed"


class FilteredIn(NoReply):
    """The service's filter refused what was asked."""

    code = "filtered_in"
    faulty = False


class FilteredOut(NoReply):
    """The service's filter took the reply away."""

    code = "filtered_out"
    faulty = False


class CutShort(NoReply):
    """The reply was cut off."""

    code = "cut_short"
    faulty = False


class Empty(NoReply):
    """The reply was empty."""

    code = "empty"
    faulty = False


class Unusable(NoReply):
    """The reply does not have the form that was asked for."""

    code = "unusable"
    faulty = False


class Uncited(NoReply):
    """The reply rests on no entry of the library, or on one that was not given."""

    code = "uncited"
    faulty = False


class Resting(NoReply):
    """The model failed several times in a row and is left alone for a while."""

    code = "resting"
    faulty = False
