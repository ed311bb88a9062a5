from uuid import UUID

from django.db import connection

from chaperone.carriers.inbound import InboundText
from chaperone.conversations.lanes import lane_of
from chaperone.conversations.models import Conversation, Lane, Message, Turn, sealed_values
from chaperone.jobs.actions import nudge, nudge_first
from chaperone.members.models import Member

_RECEIVE = "SELECT conversations_receive(%(message)s, %(organization)s, %(member)s, %(body)s)"


def receive(text: InboundText, organization_id: UUID, member: Member) -> UUID:
    """Stores a member's text in the carrier's transaction, to be handled by a worker.

    The carrier has removed duplicates and records the arrival. Returns the message's id.
    """
    message = Message(organization_id=organization_id, member_id=member.id, body=text.body)
    values = {
        "message": message.id,
        "organization": organization_id,
        "member": member.id,
        **sealed_values(message, "body"),
    }
    with connection.cursor() as cursor:
        cursor.execute(_RECEIVE, values)
    lane = lane_of(text.body)
    if lane == Lane.ORDINARY:
        nudge("conversations.answer", organization_id=organization_id)
    else:
        _hurry(message, lane)
    return message.id


def _hurry(message: Message, lane: Lane) -> None:
    """Puts the text and its conversation, which this transaction holds, before others."""
    Turn.objects.filter(id=message.id).update(lane=lane)
    conversation = Conversation.objects.filter(member_id=message.member_id, lane__lt=lane)
    conversation.update(lane=lane)
    nudge_first("conversations.hurry", organization_id=message.organization_id)
