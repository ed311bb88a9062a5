"""What can go wrong in a conversation."""

from chaperone.errors import Sentence


class ConversationsError(Sentence):
    """The conversation could not be changed."""


class EmptyReply(ConversationsError):
    """Write something first: an empty text is not sent."""


class MemberSaidStop(ConversationsError):
    """This member said STOP. Texts to them are held back until they say START."""


class NotAMove(ConversationsError):
    """It cannot be switched to that from what it is now. What has ended is taken over first."""


class HasEnded(ConversationsError):
    """This conversation has ended. Open it again by taking over, then write."""


class DraftDecided(ConversationsError):
    """Somebody has decided on this draft, or it is out of date: nothing was sent by you."""


class DraftOutdated(ConversationsError):
    """The member wrote again since this was drafted. Read that first; then edit or discard it."""


class NotACoachHere(ConversationsError):
    """That person does not coach in this member's care team. Choose one of those who do."""


class StillUndecided(ConversationsError):
    """Texts that waited when the backup was made are not decided yet. Decide each of them first."""
