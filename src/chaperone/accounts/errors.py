"""What can go wrong with accounts."""


class AccountsError(Exception):
    """This could not be done with the account."""


class AlreadyHere(AccountsError):
    """This person has an account already. Give them a role instead."""


class NobodyThere(AccountsError):
    """There is no such account."""


class NotYourself(AccountsError):
    """Nobody does this for their own account: ask a colleague."""


class NotChecked(AccountsError):
    """Say how you made sure who the person is."""


class LinkUseless(AccountsError):
    """This link has been used, is too old, or was replaced by a newer one."""
