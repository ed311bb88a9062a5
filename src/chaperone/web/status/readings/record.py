"""How far the record is behind what happened: in the ledger's tree, and outside the database."""

from collections.abc import Iterator

from django.conf import settings
from django.db import connection
from django.utils import timezone

from chaperone.database.identifiers import instant_of
from chaperone.ledger.standing import MirrorState, mirror_states
from chaperone.notices.readings import Reading, State, by_limits

_ATTENTION, _ALARM = 30, 120
_MIRROR_ATTENTION, _MIRROR_ALARM = 60, 900


def sequencer_lag() -> Iterator[Reading]:
    """How long the oldest entry has waited for its place in the tree."""
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("select notices_oldest_entry_waiting()")
        (oldest,) = cursor.fetchone()
    seconds = max(0.0, (now - instant_of(oldest)).total_seconds()) if oldest else 0.0
    yield Reading(
        name="sequencer.lag",
        label="Entries without a place in the ledger",
        value=round(seconds, 1),
        unit="s",
        state=by_limits(seconds, attention=_ATTENTION, alarm=_ALARM),
        sentence=(
            f"The oldest has waited {seconds:.0f} s for its place."
            if oldest
            else "Every entry has its place."
        ),
        at=now,
        remedy="Nothing is lost: entries wait in the database. See whether the sequencer runs:"
        " chaperone status. A long transaction delays only its own entries.",
    )


def mirror_age() -> Iterator[Reading]:
    """How long the mirror that is furthest behind has lacked a checkpoint."""
    with connection.cursor() as cursor:
        found = mirror_states(cursor, settings.CHAPERONE_MIRRORS)
    missing = len(settings.CHAPERONE_MIRRORS) - len(found)
    seconds = max((state.seconds_behind for state in found), default=0.0)
    yield Reading(
        name="mirror.age",
        label="The ledger outside the database",
        value=None if missing else round(seconds, 1),
        unit="s",
        state=_mirrors_state(found, missing, seconds),
        sentence=_mirrors_sentence(found, missing, seconds),
        at=timezone.now(),
        remedy="A mirror catches up by itself once it can be written. Which one it is and why,"
        " says: chaperone doctor.",
    )


def _mirrors_state(found: list[MirrorState], missing: int, seconds: float) -> State:
    if missing:
        return State.ALARM
    state = by_limits(seconds, attention=_MIRROR_ATTENTION, alarm=_MIRROR_ALARM)
    problems = any(mirror.problem for mirror in found)
    return State.ATTENTION if state == State.OK and problems else state


def _mirrors_sentence(found: list[MirrorState], missing: int, seconds: float) -> str:
    if missing:
        return f"{missing} of {missing + len(found)} mirrors was never written."
    if seconds or any(mirror.problem for mirror in found):
        return f"A mirror has lacked what was signed for {seconds:.0f} s."
    return f"Up to date in {len(found)} {'place' if len(found) == 1 else 'places'}."
