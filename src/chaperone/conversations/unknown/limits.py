"""How many fixed texts go out to numbers that nobody here knows. Without a limit, two programs that
text each other, or somebody who earns by each text to a number, would have us send without end.

The first one to a number in a day always goes out (invariant 3).
"""

from datetime import timedelta

from django.utils import timezone

from chaperone.conversations.models import UnknownTurn

AGAIN_AFTER = timedelta(hours=1)
"""The same fixed text goes to a number once in this time."""
DAY = timedelta(days=1)
A_DAY = 4
"""So many go to one number in a day."""
AN_HOUR = 60
"""So many of an organization's go in an hour to numbers that got one already that day."""

_Reply = UnknownTurn.Reply
_WENT = (_Reply.PENDING, _Reply.SENDING, _Reply.SENT, _Reply.UNCONFIRMED)


def may_go(turn: UnknownTurn) -> bool:
    """Whether the fixed text of the turn's level may go out to its number now.

    Whoever asks holds the organization's turns that wait, so that two do not both say yes.
    """
    now = timezone.now()
    went = UnknownTurn.objects.filter(
        organization_id=turn.organization_id, made_at__gte=now - DAY, reply__in=_WENT
    )
    ours = list(went.filter(number_index=turn.number_index).values_list("triage", "made_at"))
    if not ours:
        return True
    if len(ours) >= A_DAY:
        return False
    if any(level == turn.triage and at > now - AGAIN_AFTER for level, at in ours):
        return False
    return went.filter(made_at__gte=now - AGAIN_AFTER).count() < AN_HOUR
