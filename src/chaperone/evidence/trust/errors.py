"""What can go wrong with the public trust page."""


class TrustError(Exception):
    """Nothing was published."""

    def __str__(self) -> str:
        return f"{self.__doc__} {super().__str__()}".strip()


class NoTrustPage(TrustError):
    """There is no such page."""


class NothingToPublish(TrustError):
    """Nothing was frozen yet, or nothing is left to say. Wait for the first day, and keep a
    sentence."""


class NotPublic(TrustError):
    """The page is not public."""
