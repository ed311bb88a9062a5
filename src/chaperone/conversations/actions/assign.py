from uuid import UUID

from chaperone.access.actors import Staff
from chaperone.access.queries import coaches_by_team
from chaperone.conversations.actions.take_over import hold
from chaperone.conversations.errors import NotACoachHere
from chaperone.conversations.events import ASSIGNED
from chaperone.conversations.locking import keep
from chaperone.ledger.actions import append


def assign(*, actor: Staff, conversation_id: UUID, coach_id: UUID | None) -> None:
    """Says whose conversation it is: theirs to look after, whoever answers. None: the team's.

    The coach is one of the member's care team, or the actor. Raises ``NotReachable`` and
    ``NotACoachHere``.
    """
    conversation = hold(actor=actor, conversation_id=conversation_id)
    before = conversation.assigned_id
    if before == coach_id:
        return
    if coach_id not in (None, actor.id):
        coaches = coaches_by_team(actor).get(conversation.member.care_team_id, [])
        if coach_id not in {coach.user_id for coach in coaches}:
            raise NotACoachHere
    conversation.assigned_id = coach_id
    keep(conversation)
    append(
        event=ASSIGNED,
        actor=actor,
        members=[conversation.member_id],
        details={
            "from": str(before) if before else None,
            "to": str(coach_id) if coach_id else None,
        },
    )
