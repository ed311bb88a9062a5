"""Letters and texts to each member, and what became of them (45 CFR 164.404(d), 164.414(b))."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.access.context import in_whole_organization
from chaperone.incidents.models import Delivery, Mailing, Notice
from chaperone.incidents.notifying.actions.writing import reach_sendable
from chaperone.incidents.notifying.errors import AskedAlready
from chaperone.incidents.notifying.events import DELIVERY_NOTED, LETTERS_ASKED, TEXTS_ASKED
from chaperone.incidents.notifying.queries import members_to_tell, notice_in_force, unconfirmed
from chaperone.incidents.queries.incidents import reach_open
from chaperone.jobs.actions import nudge
from chaperone.members.models import Member
from chaperone.members.queries import agreed_to_email
from chaperone.registers.actions.changes import record_change

LETTERS, EMAILS, TEXTS = "incidents.letters", "incidents.emails", "incidents.texts"
LETTERS_A_FILE = 250
"""So many letters make a file of some megabytes within seconds."""
_AT_ONCE = 1_000
State, Way = Delivery.State, Delivery.Way


@transaction.atomic
def ask_letters(*, actor: Staff, incident_id: UUID) -> int:
    """Has everybody written to who must be told; returns how many.

    Who agreed to it by e-mail (45 CFR 164.404(d)(1)(i)), all others by letter, in files to print.
    The caller has checked ``incidents.manage``. Raises as ``reach_sendable``, and
    ``AskedAlready``.
    """
    notice = reach_sendable(actor, incident_id)
    if _deliveries(notice, Way.LETTER, Way.EMAIL).exists():
        raise AskedAlready
    members = members_to_tell(actor, notice)
    with in_whole_organization(actor):
        agreed = agreed_to_email(actor)
    emails = _spread(actor, notice, Way.EMAIL, [each for each in members if each in agreed])
    letters = _spread(actor, notice, Way.LETTER, [each for each in members if each not in agreed])
    _print(actor, notice, letters)
    details = {"notice": str(notice.id), "letters": letters, "emails": emails}
    record_change(actor=actor, event=LETTERS_ASKED, record=notice.incident_id, details=details)
    nudge(EMAILS, organization_id=actor.organization_id)
    return letters + emails


@transaction.atomic
def ask_letters_instead(*, actor: Staff, incident_id: UUID) -> int:
    """Has a letter made for everybody whose e-mail nobody confirmed that they read, or that did not
    go out; returns how many. Raises as ``ask_letters``: ``AskedAlready`` where there is nobody.
    """
    notice = reach_sendable(actor, incident_id)
    members = unconfirmed(actor, notice)
    if not members:
        raise AskedAlready
    letters = _spread(actor, notice, Way.LETTER, members)
    _print(actor, notice, letters)
    details = {"notice": str(notice.id), "letters": letters, "emails": 0}
    record_change(actor=actor, event=LETTERS_ASKED, record=notice.incident_id, details=details)
    return letters


@transaction.atomic
def ask_texts(*, actor: Staff, incident_id: UUID) -> int:
    """Has a text sent to everybody besides, where it is urgent; returns to how many.

    45 CFR 164.404(d)(3). A text says that there is a notice, and nothing of what it is about.
    Raises as ``ask_letters``.
    """
    notice = reach_sendable(actor, incident_id)
    if _deliveries(notice, Way.TEXT).exists():
        raise AskedAlready
    count = _spread(actor, notice, Way.TEXT, members_to_tell(actor, notice))
    details = {"notice": str(notice.id), "texts": count}
    record_change(actor=actor, event=TEXTS_ASKED, record=notice.incident_id, details=details)
    nudge(TEXTS, organization_id=actor.organization_id)
    return count


@transaction.atomic
def note_letters(
    *,
    actor: Staff,
    incident_id: UUID,
    state: str,
    way: str = Way.LETTER,
    members: Collection[UUID] | None = None,
) -> int:
    """Notes what became of letters, or e-mails: of all that are out, or of these members'. Returns
    of how many.

    ``sent`` follows what was printed; ``delivered`` and ``returned`` what was sent. The caller has
    checked ``incidents.manage``. Raises ``NoSuchIncident``, ``IncidentClosed``, ``NoNotice``.
    """
    case = reach_open(actor, incident_id)
    notice = notice_in_force(actor, case)
    before = [State.PRINTED] if state == State.SENT else [State.SENT, State.DELIVERED]
    rows = Delivery.objects.filter(notice=notice, way=way, state__in=before)
    if members is not None:
        rows = rows.filter(member_id__in=list(members))
    count = rows.update(state=state, changed_at=timezone.now(), changed_by=actor.user_id)
    details = {"notice": str(notice.id), "way": way, "state": state, "letters": count}
    record_change(actor=actor, event=DELIVERY_NOTED, record=case.id, details=details)
    return count


def _print(actor: Staff, notice: Notice, count: int) -> None:
    """Files for so many letters, to be made by a worker."""
    Mailing.objects.bulk_create(
        Mailing(
            organization_id=actor.organization_id,
            notice=notice,
            letters=min(LETTERS_A_FILE, count - start),
            asked_by=actor.user_id,
        )
        for start in range(0, count, LETTERS_A_FILE)
    )
    nudge(LETTERS, organization_id=actor.organization_id)


def _deliveries(notice: Notice, *ways: Delivery.Way) -> QuerySet[Delivery]:
    return Delivery.objects.filter(notice=notice, way__in=ways)


def _spread(actor: Staff, notice: Notice, way: Delivery.Way, members: Collection[UUID]) -> int:
    """A row for each member; whose data was destroyed cannot be written to, and stands there."""
    with in_whole_organization(actor):
        rows = Member.objects.filter(organization_id=actor.organization_id)
        here = set(rows.filter(destroyed_at=None).values_list("id", flat=True))
    Delivery.objects.bulk_create(
        [
            Delivery(
                organization_id=actor.organization_id,
                notice=notice,
                member_id=member,
                way=way,
                state=State.WAITING if member in here else State.GONE,
                changed_by=actor.user_id,
            )
            for member in members
        ],
        batch_size=_AT_ONCE,
    )
    return sum(member in here for member in members)
