"""What can be wrong with plans and with what does not apply."""

from chaperone.evidence.errors import EvidenceError


class StandingError(EvidenceError):
    """Nothing was changed."""

    def __str__(self) -> str:
        return f"{self.__doc__} {super().__str__()}".strip()


class AlreadySetAside(StandingError):
    """This standard is signed as not applicable already, or waits for a second signature."""


class NothingToDecide(StandingError):
    """Nothing waits for a second signature here, or it was decided already. Look again."""


class OwnSignature(StandingError):
    """You signed this yourself: the second signature is another person's."""


class NothingSetAside(StandingError):
    """Nothing is signed as not applicable here."""
