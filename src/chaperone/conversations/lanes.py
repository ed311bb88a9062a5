"""How soon a text must be taken up, found by the rules of triage when it is accepted. Pure."""

import logging

from chaperone.assistant.triage import triage
from chaperone.conversations.models import Lane, Urgency

_LANES = {
    Urgency.EMERGENCY: Lane.SAFETY,
    Urgency.CRISIS: Lane.SAFETY,
    Urgency.URGENT: Lane.URGENT,
    Urgency.ROUTINE: Lane.ORDINARY,
}
_logger = logging.getLogger(__name__)


def lane_of(text: str) -> Lane:
    """The lane of a member's text. A text that breaks the rules is accepted all the same: the
    worker meets the same error, and leaves it to a coach.
    """
    try:
        return _LANES[Urgency(triage(text).level)]
    except Exception as problem:  # noqa: BLE001
        # The name of the error only: its message could quote the text.
        _logger.error("Triage on arrival failed (%s).", type(problem))  # noqa: TRY400
        return Lane.ORDINARY
