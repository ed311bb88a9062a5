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


class NotLeaving(DisclosureError):
    """The agreement with the platform is in force. End it first, under "Customers' agreements"."""


class AlreadyLeaving(DisclosureError):
    """The return of your members' data was asked for already: it is under way."""


class NoSuchDeparture(DisclosureError):
    """There is no such departure here."""


class NotNow(DisclosureError):
    """This step is done already, or its turn has not come. Look at the page again."""


class OwnStep(DisclosureError):
    """You took the step before this one. Somebody else must take this one."""


class BadRecipient(DisclosureError):
    """This is no age public key: it begins with age1 and has 62 characters."""
