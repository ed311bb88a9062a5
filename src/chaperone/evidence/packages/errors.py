"""What can be wrong with packages."""

from chaperone.evidence.errors import EvidenceError


class PackageError(EvidenceError):
    """No package was made."""

    def __str__(self) -> str:
        return f"{self.__doc__} {super().__str__()}".strip()


class NoSuchPackage(PackageError):
    """There is no such package, or it is not ready."""


class SampleRefused(PackageError):
    """Records need a period that has begun, and an approval of a copy of the record."""
