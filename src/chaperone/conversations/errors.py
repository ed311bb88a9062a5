"""What can go wrong in a conversation."""


class ConversationsError(Exception):
    """The conversation could not be changed."""


class EmptyReply(ConversationsError):
    """Write something first: an empty text is not sent."""


class MemberSaidStop(ConversationsError):
    """This member said STOP. Texts to them are held back until they say START."""


class NotAMove(ConversationsError):
    """It cannot be switched to that from what it is now. What has ended is taken over first."""


class HasEnded(ConversationsError):
    """This conversation has ended. Open it again by taking over, then write."""
