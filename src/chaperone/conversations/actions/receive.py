from uuid import UUID

from django.db import connection

from chaperone.carriers.inbound import InboundText
from chaperone.conversations.lanes import lane_of
from chaperone.conversations.models import Lane, Message, sealed_values
from chaperone.jobs.actions import nudge, nudge_first
from chaperone.members.models import Member

_RECEIVE = (
    "SELECT conversations_receive("
    "%(message)s, %(organization)s, %(member)s, %(body)s, %(lane)s::smallint)"
)


def receive(text: InboundText, organization_id: UUID, member: Member) -> UUID:
    """Stores a member's text in the carrier's transaction, to be handled by a worker.

    The carrier has removed duplicates and records the arrival. Returns the message's id.
    """
    message = Message(organization_id=organization_id, member_id=member.id, body=text.body)
    lane = lane_of(text.body)
    values = {
        "message": message.id,
        "organization": organization_id,
        "member": member.id,
        "lane": int(lane),
        **sealed_values(message, "body"),
    }
    with connection.cursor() as cursor:
        cursor.execute(_RECEIVE, values)
    if lane == Lane.ORDINARY:
        nudge("conversations.answer", organization_id=organization_id)
    else:
        nudge_first("conversations.hurry", organization_id=organization_id)
    return message.id
