"""What can be wrong with frozen results."""

from chaperone.evidence.errors import EvidenceError


class FreezingError(EvidenceError):
    """Nothing was computed or frozen."""

    def __str__(self) -> str:
        return f"{self.__doc__} {super().__str__()}".strip()


class AlreadyCollecting(FreezingError):
    """The standards are being computed already. Wait for that to end."""


class DayAltered(FreezingError):
    """What is kept of this day is not what was frozen."""


class NoSuchDay(FreezingError):
    """Nothing was frozen on this day."""
