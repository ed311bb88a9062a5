"""Texting back to a member who reported by text: through the outbox, and nothing is opened."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chaperone.access.actors import Staff, worker
from chaperone.access.context import acting_for
from chaperone.assistant.replies import language_of
from chaperone.conversations.locking import keep, lock
from chaperone.conversations.models import Author, Delivery
from chaperone.conversations.outbox import say
from chaperone.conversations.texts.in_force import text_for
from chaperone.incidents.errors import NotByText
from chaperone.incidents.events import (
    REPORT_TEXT_FOLLOWED,
    REPORT_TEXT_SETTLED,
    REPORT_TEXTED,
)
from chaperone.incidents.models import Report, ReportText
from chaperone.incidents.queries.reports import report_of
from chaperone.jobs.actions import nudge
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.ledger.events import Event
from chaperone.members.models import Member
from chaperone.members.queries import is_suppressed
from chaperone.registers.actions.changes import record_change

TEXTS = "incidents.report_texts"
FOLLOWED_FOR = timedelta(days=7)
"""Text networks say within days what became of a text, or never."""
_State, _Sent = ReportText.State, Delivery.State
_BECAME = {
    _Sent.PENDING: _State.QUEUED,
    _Sent.SENDING: _State.QUEUED,
    _Sent.RESTORED: _State.QUEUED,
    _Sent.HELD: _State.HELD,
    _Sent.SENT: _State.SENT,
    _Sent.UNCONFIRMED: _State.SENT,
    _Sent.DELIVERED: _State.DELIVERED,
    _Sent.FAILED: _State.FAILED,
    _Sent.WITHHELD: _State.FAILED,
}


@transaction.atomic
def text_back(*, actor: Staff, report_id: UUID, body: str) -> ReportText:
    """Has a text sent to the member who reported, after the fixed words that say what it is about.

    Their coaches see it in the thread, as they see the report. Who said STOP gets none. The caller
    has checked ``incidents.manage``. Raises ``NoSuchReport``, ``NotByText``.
    """
    report = report_of(actor, report_id)
    if report.way != Report.Way.TEXT or report.member_id is None:
        raise NotByText
    row = ReportText(
        organization_id=actor.organization_id,
        report=report,
        body=body.strip(),
        written_by=actor.user_id,
    )
    row.save(force_insert=True)
    details = {"number": report.number, "text": str(row.id)}
    record_change(actor=actor, event=REPORT_TEXTED, record=report.id, details=details)
    nudge(TEXTS, organization_id=actor.organization_id)
    return row


def send_report_texts(*, organization_id: UUID) -> int:
    """Puts every text that waits in the outbox of its conversation; returns how many.

    Each in a transaction of its own, with what became of it: none is put there twice.
    """
    actor, sent = worker(organization_id), 0
    while True:
        with acting_for(actor):
            waiting = ReportText.objects.filter(
                organization_id=organization_id, state=_State.WAITING
            )
            row = waiting.order_by("id").select_for_update(skip_locked=True).first()
            if row is None:
                break
            _settle(actor, row)
            sent += row.state == _State.QUEUED
    if sent:
        nudge("conversations.send", organization_id=organization_id)
    return sent


def follow_report_texts(*, organization_id: UUID) -> int:
    """Notes what became of texts in the outbox, whose threads an officer cannot see; how many
    changed.
    """
    actor, changed = worker(organization_id), 0
    with acting_for(actor):
        rows = ReportText.objects.filter(
            organization_id=organization_id,
            state__in=[_State.QUEUED, _State.HELD, _State.SENT],
            written_at__gt=timezone.now() - FOLLOWED_FOR,
        ).select_for_update(of=("self",), skip_locked=True)
        texts = {row.message_id: row for row in rows.select_related("report") if row.message_id}
        found = Delivery.objects.filter(id__in=texts).values_list("id", "state")
        for message_id, state in found:
            row, became = texts[message_id], _BECAME[_Sent(state)]
            if became != row.state:
                row.state = became
                row.save(update_fields=["state"])
                _note(actor, REPORT_TEXT_FOLLOWED, row.report, row)
                changed += 1
    return changed


def _settle(actor: Actor, row: ReportText) -> None:
    report = Report.objects.get(id=row.report_id)
    assert report.member_id is not None
    member = Member.objects.filter(id=report.member_id, destroyed_at=None).first()
    if member is None:
        row.state = _State.GONE
    elif is_suppressed(member):
        row.state = _State.STOPPED
    else:
        row.state, row.message_id = _State.QUEUED, _say(actor, member, report, row)
    row.save(update_fields=["state", "message_id"])
    _note(actor, REPORT_TEXT_SETTLED, report, row)


def _note(actor: Actor, event: Event, report: Report, row: ReportText) -> None:
    assert report.member_id is not None
    append(
        event=event,
        actor=actor,
        members=[report.member_id],
        details={"number": report.number, "text": str(row.id), "state": str(row.state)},
    )


def _say(actor: Actor, member: Member, report: Report, row: ReportText) -> UUID:
    begins = text_for(
        actor.organization_id,
        "concern_answered",
        language_of(report.text.reveal()),
        number=str(report.number),
    )
    conversation = lock(organization_id=actor.organization_id, member_id=member.id)
    # Of this kind is what somebody who says STOP meanwhile does not get.
    said = say(
        conversation,
        f"{begins} {row.body.reveal()}",
        author=Author.SYSTEM,
        kind=Delivery.Kind.HOURS,
    )
    keep(conversation)
    return said
