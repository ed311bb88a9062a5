"""What can go wrong in a conversation."""


class ConversationsError(Exception):
    """The conversation could not be changed."""


class EmptyReply(ConversationsError):
    """Write something first: an empty text is not sent."""


class AlreadyAnswering(ConversationsError):
    """You answer this conversation already."""


class AssistantAnswering(ConversationsError):
    """The assistant answers this conversation already."""
