"""Why a member's data was not destroyed."""


class RetentionError(Exception):
    """The member's data was not destroyed."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or type(self).__doc__ or "")


class AlreadyAsked(RetentionError):
    """The destruction of this member's data was asked for already."""


class NotWaiting(RetentionError):
    """This has been decided already."""


class OwnQuestion(RetentionError):
    """Nobody approves what they asked for themselves: somebody else must."""


class NotToBeDestroyed(RetentionError):
    """This member's data may not be destroyed now."""


class NoSuchDestruction(RetentionError):
    """There is no such destruction here."""
