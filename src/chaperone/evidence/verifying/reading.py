"""The reading of the ledger's daily verification."""

from collections.abc import Iterator

from django.utils import timezone

from chaperone.access.actors import worker
from chaperone.access.context import acting_for
from chaperone.database.identifiers import PLATFORM
from chaperone.evidence.verifying.queries import last_of_platform
from chaperone.ledger.queries.verified import Verified
from chaperone.notices.readings import Reading, State, by_limits

NAME = "ledger.verified"
_ATTENTION_HOURS, _ALARM_HOURS = 30, 72


def ledger_verified() -> Iterator[Reading]:
    """How long ago the whole ledger was verified, and whether it was good."""
    with acting_for(worker(PLATFORM)):
        last = last_of_platform()
    now = timezone.now()
    hours = max(0.0, (now - last.at).total_seconds() / 3600) if last else None
    yield Reading(
        name=NAME,
        label="The whole ledger, verified",
        value=None if hours is None else round(hours, 1),
        unit="h",
        state=_state(last, hours),
        sentence=_sentence(last, hours),
        at=now,
        remedy="Keep this database and its mirrors as they are, start an incident, and find the"
        " first bad place: chaperone ledger verify."
        if last and not last.good
        else "A worker verifies it once a day by itself. See whether the workers run, and whether"
        " the mirrors answer: chaperone doctor.",
    )


def _state(last: Verified | None, hours: float | None) -> State:
    if last is None or hours is None:
        return State.ATTENTION
    if not last.good:
        return State.ALARM
    return by_limits(hours, attention=_ATTENTION_HOURS, alarm=_ALARM_HOURS)


def _sentence(last: Verified | None, hours: float | None) -> str:
    if last is None:
        return "It was not verified yet; that is done within minutes of the first signature."
    if not last.good:
        return "It is not what was signed: an entry or a signature is missing or was changed."
    return f"Its {last.size:,} entries were what was signed, {hours:.0f} h ago."
