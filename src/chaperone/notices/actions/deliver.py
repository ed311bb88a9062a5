"""Sends notices: claimed and committed, then sent, then the outcome committed (invariant 5).

After a crash a notice goes out again: told twice is better than not told.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from smtplib import SMTPException
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection
from django.db.models import F
from django.utils import timezone

from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.ledger.events import Event
from chaperone.notices.errors import InTransaction, NobodyThere, NoticesError
from chaperone.notices.events import NOTICES_FAILED, NOTICES_SENT
from chaperone.notices.kinds import About, kind_named
from chaperone.notices.models import Notice
from chaperone.notices.queries import lock_pending, lock_stale, organizations_with_notices
from chaperone.notices.registry import Outgoing, email_of, way_of
from chaperone.notices.webhook.calling import call_webhook
from chaperone.vault.inside import inside

BATCH = 8
ATTEMPTS = 6
CLAIM_LASTS = timedelta(seconds=90)
_FIRST_WAIT = timedelta(seconds=5)
_LONGEST_NOTE = 200
_State = Notice.State
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one attempt; ``problem`` is empty where the notice went out."""

    notice: Notice
    problem: str = ""
    final: bool = False


def deliver_everywhere() -> None:
    """Sends what waits in every organization: every few seconds, and where a nudge was lost."""
    for organization_id in organizations_with_notices():
        deliver(organization_id=organization_id)


def deliver(*, organization_id: UUID) -> None:
    """Sends every notice of the organization that is due."""
    while deliver_batch(organization_id=organization_id):
        pass


def deliver_batch(*, organization_id: UUID) -> int:
    """Sends up to ``BATCH`` notices; returns how many were tried."""
    if connection.in_atomic_block:
        raise InTransaction
    actor = Actor(kind="worker", id=None, organization_id=organization_id)
    claimed = _claim(actor)
    _settle(actor, [_attempt(notice, outgoing) for notice, outgoing in claimed])
    return len(claimed)


def _claim(actor: Actor) -> list[tuple[Notice, Outgoing]]:
    with inside(actor.organization_id):
        left = lock_stale(
            organization_id=actor.organization_id, before=timezone.now() - CLAIM_LASTS
        )
        Notice.objects.filter(id__in=[each.id for each in left]).update(state=_State.PENDING)
        found = lock_pending(organization_id=actor.organization_id, limit=BATCH)
        Notice.objects.filter(id__in=[each.id for each in found]).update(
            state=_State.SENDING, claimed_at=timezone.now(), attempts=F("attempts") + 1
        )
        return [(notice, _outgoing(notice)) for notice in found]


def _outgoing(notice: Notice) -> Outgoing:
    kind = kind_named(notice.kind)
    about = About(notice.organization_id, notice.subject_id, notice.recipient_id)
    return Outgoing(
        notice_id=notice.id,
        organization_id=notice.organization_id,
        recipient_id=notice.recipient_id,
        subject=kind.subject,
        sentence=kind.sentence,
        url=settings.CHAPERONE_URL + kind.link(about),
        reply=kind.reply(about),
        subject_id=notice.subject_id,
    )


def _attempt(notice: Notice, outgoing: Outgoing) -> Outcome:
    try:
        _send(notice, outgoing)
    except NobodyThere as problem:
        return Outcome(notice, str(problem), final=True)
    except NoticesError as problem:
        return Outcome(notice, str(problem))
    except Exception as problem:  # noqa: BLE001
        # Whatever it was: one notice that breaks the program holds up no other.
        name = type(problem).__name__
        _logger.error("Notice %s could not be sent (%s).", notice.id, type(problem))  # noqa: TRY400
        return Outcome(notice, f"It could not be sent ({name}).")
    return Outcome(notice)


def _send(notice: Notice, outgoing: Outgoing) -> None:
    if notice.way == Notice.Way.EMAIL:
        _mail(outgoing)
    elif notice.way == Notice.Way.WEBHOOK:
        call_webhook(outgoing, kind=kind_named(notice.kind))
    elif send := way_of(notice.way):
        send(outgoing)
    else:
        raise NobodyThere


def _mail(outgoing: Outgoing) -> None:
    address = outgoing.recipient_id and email_of(outgoing.recipient_id)
    if not address:
        raise NobodyThere
    body = f"{outgoing.sentence}\n\n{outgoing.url}\n"
    try:
        EmailMessage(outgoing.subject, body, to=[address]).send()
    except (OSError, SMTPException) as problem:
        raise NoticesError(f"The mail server did not take it ({type(problem).__name__}).") from None


def _settle(actor: Actor, outcomes: Sequence[Outcome]) -> None:
    if not outcomes:
        return
    with inside(actor.organization_id):
        for outcome in outcomes:
            _note(outcome)
        _record(NOTICES_SENT, actor, [each for each in outcomes if not each.problem])
        _record(NOTICES_FAILED, actor, [each for each in outcomes if _is_over(each)])


def _note(outcome: Outcome) -> None:
    """Notes an outcome; where somebody has seen to it meanwhile, it is not tried again."""
    now = timezone.now()
    notice = Notice.objects.filter(id=outcome.notice.id, state=_State.SENDING)
    note = outcome.problem[:_LONGEST_NOTE]
    if not outcome.problem:
        notice.update(state=_State.SENT, note="", settled_at=now)
    elif _is_over(outcome):
        notice.update(state=_State.FAILED, note=note, settled_at=now)
    else:
        wait = _FIRST_WAIT * 2**outcome.notice.attempts
        notice.update(state=_State.PENDING, note=note, due_at=now + wait)


def _is_over(outcome: Outcome) -> bool:
    # Of the attempts, the claim's was not counted in this copy of the row.
    last = outcome.notice.attempts + 1 >= ATTEMPTS
    return bool(outcome.problem) and (outcome.final or last)


def _record(event: Event, actor: Actor, outcomes: Sequence[Outcome]) -> None:
    if outcomes:
        notices = {str(each.notice.id): [each.notice.way, each.problem] for each in outcomes}
        append(event=event, actor=actor, details={"notices": notices})
