"""What can go wrong with what is given away."""


class DisclosureError(Exception):
    """Nothing was given away."""

    def __str__(self) -> str:
        return f"{self.__doc__} {super().__str__()}".strip()


class AccountTooLong(DisclosureError):
    """These are too many entries for one account. Narrow the period, or have an operator make it
    with `chaperone ledger account`."""


class NothingToAccountFor(DisclosureError):
    """The signed copy holds no entry of the period. Widen the period, or wait a minute."""
