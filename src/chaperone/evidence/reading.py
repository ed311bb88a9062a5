"""What the installation's own readings say of a standard: a worker takes them every half minute."""

from chaperone.evidence.collecting import Figure, read_once
from chaperone.evidence.judging import Lack, missing, unknown, weak
from chaperone.notices.queries import readings_now
from chaperone.notices.readings import State
from chaperone.notices.standing import StandingReading

Readings = dict[str, StandingReading]


def readings() -> Readings:
    """All of them by name, such as ``sequencer.lag``."""
    return read_once("readings of the installation", readings_now)


def lack_of(found: Readings, name: str) -> Lack | None:
    """What is wrong with a reading; nothing where it stands well. What nobody took is not known."""
    reading = found.get(name)
    if reading is None:
        return unknown(True, f"Nobody has read “{name}” yet.", "See whether the workers run.")
    told, remedy = f"{reading.label}: {reading.sentence}", reading.remedy
    return (
        missing(reading.state == State.ALARM, told, remedy)
        or unknown(reading.state == State.UNKNOWN, told, remedy)
        or weak(reading.state == State.ATTENTION, told, remedy)
    )


def figure_of(found: Readings, name: str) -> Figure:
    """Its value, for people."""
    reading = found.get(name)
    if reading is None:
        return Figure(name, None)
    return Figure(reading.label, reading.value, reading.unit)
