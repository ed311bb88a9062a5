"""Telling staff by text message, through the organization's own carrier (registered in notices)."""

from chaperone.access.actors import carrier
from chaperone.access.context import acting_for
from chaperone.carriers.errors import CarriersError
from chaperone.carriers.outbound import line_of, send
from chaperone.duties.queries import number_of
from chaperone.notices.errors import NobodyThere, NotTaken
from chaperone.notices.registry import Outgoing

_SENTENCE = "Chaperone: a conversation needs you. Text back {reply} to say that you see to it."


def send_text(outgoing: Outgoing) -> None:
    """Sends the notice to the person's number. Raises ``NobodyThere`` and ``NotTaken``.

    The text holds no link: a code is typed sooner, and a link in a text is not to be trusted.
    """
    assert outgoing.recipient_id is not None
    with acting_for(carrier(outgoing.organization_id)):
        number = number_of(outgoing.organization_id, outgoing.recipient_id)
    if number is None:
        raise NobodyThere
    try:
        send(
            line=line_of(organization_id=outgoing.organization_id),
            message_id=outgoing.notice_id,
            recipient=number,
            body=_SENTENCE.format(reply=outgoing.reply),
        )
    except CarriersError as problem:
        raise NotTaken(str(problem)) from problem
