"""Texts about a breach, sent by a worker: that there is a notice, and nothing of what it says."""

from uuid import UUID

from chaperone.access.actors import carrier, worker
from chaperone.access.context import acting_for
from chaperone.access.witness import witnessed
from chaperone.carriers.errors import CarriersError
from chaperone.carriers.outbound import Line, line_of, send
from chaperone.conversations.models import OutboxHold
from chaperone.incidents.models import Delivery, Notice
from chaperone.incidents.notifying.actions.delivering import change, next_waiting, settle
from chaperone.incidents.notifying.actions.identifying import PURPOSE
from chaperone.incidents.notifying.actions.printing import language_of
from chaperone.incidents.notifying.events import TEXTS_SENT
from chaperone.incidents.notifying.wording import text_message
from chaperone.ledger.actors import Actor
from chaperone.members.models import Member
from chaperone.members.queries import contact_of, is_suppressed
from chaperone.organizations.queries import organization_of
from chaperone.vendors.actions.gates import let_out

_State, _Way = Delivery.State, Delivery.Way
_Text = tuple[UUID, str, str]


def send_texts(*, organization_id: UUID) -> int:
    """Sends every text that waits; returns how many the carrier took.

    Each is claimed and committed before the network is asked, and what came of it is committed
    after: one that was claimed and never settled stays so, and is not sent a second time. Who said
    STOP gets none, and where no agreement with the carrier is in force nobody does.
    """
    line, sent = line_of(organization_id=organization_id), 0
    while (text := _claim(worker(organization_id), line)) is not None:
        if not text[1]:
            continue
        taken = _sent(line, text)
        settle(worker(organization_id), text[0], TEXTS_SENT, taken=taken)
        sent += taken
    return sent


def _claim(actor: Actor, line: Line) -> _Text | None:
    """The next text with its number and words; without a number where it is not to go out."""
    with acting_for(actor):
        if OutboxHold.objects.filter(lifted_at=None).exists():
            # After a restore somebody looks first at what went out already.
            return None
        row = next_waiting(actor, _Way.TEXT)
        if row is None:
            return None
        member = Member.objects.filter(id=row.member_id, destroyed_at=None).first()
        if member is None or member.phone is None:
            return _hold_back(row, _State.GONE)
        if is_suppressed(member):
            return _hold_back(row, _State.STOPPED)
        outlet = line.way.outlet
        if outlet is not None:
            agent = carrier(actor.organization_id)
            if let_out(actor=agent, outlet=outlet) is None:
                return _hold_back(row, _State.FAILED)
        with witnessed(actor, purpose=PURPOSE, place="incidents:texts"):
            number: str = member.phone.open()
            row.language = language_of(contact_of(actor, member))
        change(row, _State.SENDING)
        notice = Notice.objects.get(id=row.notice_id)
        return row.id, number, text_message(notice, organization_of(actor).name, row.language)


def _hold_back(row: Delivery, state: Delivery.State) -> _Text:
    change(row, state)
    return row.id, "", ""


def _sent(line: Line, text: _Text) -> bool:
    row_id, number, words = text
    try:
        send(line=line, message_id=row_id, recipient=number, body=words)
    except CarriersError:
        return False
    return True
