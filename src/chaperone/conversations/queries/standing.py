"""How a conversation stands, for the small pages that change it."""

from typing import NamedTuple
from uuid import UUID

from chaperone.access.actors import Staff
from chaperone.access.errors import NotReachable
from chaperone.conversations.defaults import default_of
from chaperone.conversations.models import Conversation
from chaperone.members.queries import reach_member
from chaperone.vault.sealed import Sealed


class Standing(NamedTuple):
    """Whose conversation it is, who answers, and whose it is to look after."""

    id: UUID
    member_name: Sealed
    care_team_id: UUID
    care_team_name: str
    answerer: str
    assigned_id: UUID | None


def standing_of(actor: Staff, *, conversation_id: UUID) -> Standing:
    """The conversation of a member whom the actor reaches. Raises ``NotReachable``."""
    member = reach_member(actor=actor, member_id=conversation_id)
    if member.destroyed_at:
        raise NotReachable("This member's data was destroyed.")
    found = Conversation.objects.filter(organization_id=actor.organization_id, member=member)
    answerer, assigned_id = found.values_list("answerer", "assigned_id").first() or (None, None)
    return Standing(
        id=member.id,
        member_name=member.name,
        care_team_id=member.care_team_id,
        care_team_name=member.care_team.name,
        answerer=answerer or default_of(actor.organization_id),
        assigned_id=assigned_id,
    )
