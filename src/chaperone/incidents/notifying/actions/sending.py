"""Letters and texts to each member, and what became of them (45 CFR 164.404(d), 164.414(b))."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.access.context import in_whole_organization
from chaperone.incidents.models import Delivery, Mailing, Notice
from chaperone.incidents.notifying.actions.writing import reach_open, reach_sendable
from chaperone.incidents.notifying.errors import AskedAlready
from chaperone.incidents.notifying.events import DELIVERY_NOTED, LETTERS_ASKED, TEXTS_ASKED
from chaperone.incidents.notifying.queries import members_to_tell, notice_in_force
from chaperone.jobs.actions import nudge
from chaperone.members.models import Member
from chaperone.registers.actions.changes import record_change

LETTERS, TEXTS = "incidents.letters", "incidents.texts"
LETTERS_A_FILE = 250
"""So many letters make a file of some megabytes within seconds."""
_AT_ONCE = 1_000
State, Way = Delivery.State, Delivery.Way
SETTLED = (State.SENT, State.DELIVERED, State.RETURNED)


@transaction.atomic
def ask_letters(*, actor: Staff, incident_id: UUID) -> int:
    """Has a letter made for everybody who must be told, in files to print; returns to how many.

    The caller has checked ``incidents.manage``. Raises as ``reach_sendable``, and
    ``AskedAlready``.
    """
    notice = reach_sendable(actor, incident_id)
    count = _spread(actor, notice, Way.LETTER)
    Mailing.objects.bulk_create(
        Mailing(
            organization_id=actor.organization_id,
            notice=notice,
            letters=min(LETTERS_A_FILE, count - start),
            asked_by=actor.user_id,
        )
        for start in range(0, count, LETTERS_A_FILE)
    )
    details = {"notice": str(notice.id), "letters": count}
    record_change(actor=actor, event=LETTERS_ASKED, record=notice.incident_id, details=details)
    nudge(LETTERS, organization_id=actor.organization_id)
    return count


@transaction.atomic
def ask_texts(*, actor: Staff, incident_id: UUID) -> int:
    """Has a text sent to everybody besides, where it is urgent; returns to how many.

    45 CFR 164.404(d)(3). A text says that there is a notice, and nothing of what it is about.
    Raises as ``ask_letters``.
    """
    notice = reach_sendable(actor, incident_id)
    count = _spread(actor, notice, Way.TEXT)
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
    members: Collection[UUID] | None = None,
) -> int:
    """Notes what became of letters: of all that are out, or of these members'. Returns of how many.

    ``sent`` follows what was printed; ``delivered`` and ``returned`` what was sent. The caller has
    checked ``incidents.manage``. Raises ``NoSuchIncident``, ``IncidentClosed``, ``NoNotice``.
    """
    case = reach_open(actor, incident_id)
    notice = notice_in_force(actor, case)
    before = [State.PRINTED] if state == State.SENT else [State.SENT, State.DELIVERED]
    rows = Delivery.objects.filter(notice=notice, way=Way.LETTER, state__in=before)
    if members is not None:
        rows = rows.filter(member_id__in=list(members))
    count = rows.update(state=state, changed_at=timezone.now(), changed_by=actor.user_id)
    details = {"notice": str(notice.id), "state": state, "letters": count}
    record_change(actor=actor, event=DELIVERY_NOTED, record=case.id, details=details)
    return count


def _spread(actor: Staff, notice: Notice, way: Delivery.Way) -> int:
    """A row for each member; whose data was destroyed cannot be written to, and stands there."""
    if Delivery.objects.filter(notice=notice, way=way).exists():
        raise AskedAlready
    members = members_to_tell(actor, notice)
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
