"""Making the files of letters, by a worker and before a witness; taking them away to be sent."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chaperone.access.actors import Staff, worker
from chaperone.access.context import acting_for
from chaperone.access.copies import require_approval
from chaperone.access.registry import Copy
from chaperone.access.witness import witnessed
from chaperone.documents.rendering import render
from chaperone.incidents.errors import IncidentError
from chaperone.incidents.models import Delivery, Mailing, MailingPiece, Notice
from chaperone.incidents.notifying.actions.identifying import PURPOSE, made_for_customer
from chaperone.incidents.notifying.errors import NotMade
from chaperone.incidents.notifying.events import LETTERS_MADE, LETTERS_TAKEN
from chaperone.incidents.notifying.wording import Addressed, letters
from chaperone.ledger.actors import Actor
from chaperone.members.models import Contact, Member
from chaperone.members.queries import contacts_of
from chaperone.organizations.queries import organization_of
from chaperone.registers.actions.changes import record_change
from chaperone.vault import files
from chaperone.vault.keyring import keyring

EXPORT = "incidents:letters"
"""How approvals call this export."""
ELEMENTS = frozenset({"letters"})
_State, _Way = Delivery.State, Delivery.Way


def make_letters(*, organization_id: UUID) -> int:
    """Makes every file of letters that waits; returns how many. Each in a transaction of its own:
    killed anywhere, the next worker goes on with the file that was begun.
    """
    actor, made = worker(organization_id), 0
    while True:
        with acting_for(actor):
            waiting = Mailing.objects.filter(
                organization_id=organization_id, state=Mailing.State.WAITING
            )
            mailing = waiting.order_by("id").select_for_update(skip_locked=True).first()
            if mailing is None:
                return made
            if mailing.kind == Mailing.Kind.LETTERS:
                _make(actor, mailing)
            else:
                _make_for_customer(actor, mailing)
        made += 1


@transaction.atomic
def take_letters(*, actor: Staff, mailing_id: UUID, approval: UUID | None) -> bytes:
    """The file, under an approval by somebody else; opened before the caller's witness.

    The caller has checked ``members.manage``. Raises ``NotMade``, ``CopyNotApproved``.
    """
    rows = Mailing.objects.filter(organization_id=actor.organization_id, id=mailing_id)
    mailing = rows.select_related("notice").first()
    if mailing is None or mailing.state != Mailing.State.MADE:
        raise NotMade
    copy = Copy(EXPORT, ELEMENTS, None)
    used = require_approval(actor=actor, copy=copy, approval=approval)
    content = b"".join(files.read(mailing, MailingPiece))
    record_change(
        actor=actor,
        event=LETTERS_TAKEN,
        record=mailing.of,
        details={
            "mailing": str(mailing.id),
            "of": mailing.kind,
            "letters": mailing.made,
            "approval": str(used),
        },
    )
    return content


def _make(actor: Actor, mailing: Mailing) -> None:
    # Only what a covered entity is told may come before the words of a notice.
    assert mailing.notice_id is not None
    notice = Notice.objects.get(id=mailing.notice_id)
    rows = Delivery.objects.filter(notice=notice, way=_Way.LETTER, state=_State.WAITING)
    waiting = list(rows.order_by("id").select_for_update()[: mailing.letters])
    members = _members(actor, waiting)
    addressed = _addressed(actor, [each for each in members if each.address is not None])
    document = letters(
        notice,
        list(addressed.values()),
        organization=organization_of(actor).name,
        made_at=timezone.now(),
    )
    files.write(mailing, MailingPiece, [render(document)])
    here = {each.id for each in members}
    for each in waiting:
        each.state = _State.PRINTED if each.member_id in addressed else _State.UNADDRESSED
        each.state = each.state if each.member_id in here else _State.GONE
        each.language = addressed[each.member_id].language if each.member_id in addressed else ""
        each.changed_at, each.changed_by = timezone.now(), None
    Delivery.objects.bulk_update(waiting, ["state", "language", "changed_at", "changed_by"])
    _made(mailing, len(addressed))
    record_change(
        actor=actor,
        event=LETTERS_MADE,
        record=notice.incident_id,
        details={
            "mailing": str(mailing.id),
            "letters": len(addressed),
            "without_address": len(members) - len(addressed),
        },
    )


def _make_for_customer(actor: Actor, mailing: Mailing) -> None:
    try:
        content, identified = made_for_customer(actor, mailing)
    except IncidentError:
        # Another assessment says meanwhile that nobody is told so: the file is not made.
        mailing.state, mailing.ended_at = Mailing.State.FAILED, timezone.now()
        mailing.save(update_fields=["state", "ended_at"])
        return
    files.write(mailing, MailingPiece, [content])
    _made(mailing, identified)
    details = {"mailing": str(mailing.id), "of": mailing.kind, "identified": identified}
    record_change(actor=actor, event=LETTERS_MADE, record=mailing.of, details=details)


def _made(mailing: Mailing, count: int) -> None:
    mailing.state, mailing.made, mailing.ended_at = Mailing.State.MADE, count, timezone.now()
    mailing.save(update_fields=["state", "made", "ended_at"])


def _members(actor: Actor, waiting: list[Delivery]) -> list[Member]:
    rows = Member.objects.filter(
        organization_id=actor.organization_id,
        id__in=[each.member_id for each in waiting],
        destroyed_at=None,
    )
    return list(rows.order_by("id"))


def _addressed(actor: Actor, members: list[Member]) -> dict[UUID, Addressed]:
    """Name, address and language of each."""
    keyring.preload(actor.organization_id, [each.name.blob for each in members])
    contacts = contacts_of(actor, [each.id for each in members])
    with witnessed(actor, purpose=PURPOSE, place="incidents:letters"):
        return {
            each.id: Addressed(
                [each.name.open(), *each.address.open().splitlines()],
                language_of(contacts.get(each.id)),
            )
            for each in members
        }


def language_of(contact: Contact | None) -> str:
    """The language they are written to in, opened before the current witness; empty: not known."""
    return contact.language.open() if contact and contact.language else ""
