from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from chaperone.database.identifiers import new_id
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.ledger.events import Event
from chaperone.members.contacting import contacts_for
from chaperone.members.errors import (
    CareTeamNameTaken,
    DestructionAsked,
    NotACareTeam,
    NumberTaken,
)
from chaperone.members.events import (
    CARE_TEAM_CREATED,
    CARE_TEAM_RENAMED,
    MEMBER_ENDED,
    MEMBER_ENROLLED,
    MEMBER_MOVED,
    MEMBER_TAKEN_BACK,
    SOUGHT,
    TEXTS_STARTED,
    TEXTS_STOPPED,
    VIP_MARKED,
    VIP_UNMARKED,
)
from chaperone.members.indexing import hold_index, member_with, take_up_stops
from chaperone.members.marks import marks_of
from chaperone.members.models import PHONE_ELEMENT, CareTeam, Contact, Member, Suppression
from chaperone.members.particulars import NOTHING_MORE, Particulars
from chaperone.members.queries import find_by_phone
from chaperone.members.registry import followers
from chaperone.retention.queries import is_about_to_be_destroyed
from chaperone.sms.numbers import normalise
from chaperone.vault.keyring import keyring

_TAKEN = "Another member already has this telephone number."


@transaction.atomic
def create_care_team(*, actor: Actor, name: str) -> CareTeam:
    """Makes a care team in the actor's organization. Raises ``CareTeamNameTaken``."""
    team = CareTeam(organization_id=actor.organization_id, name=name)
    _save_care_team(team)
    append(event=CARE_TEAM_CREATED, actor=actor, details={"care_team": str(team.id), "name": name})
    return team


@transaction.atomic
def rename_care_team(*, actor: Actor, care_team: CareTeam, name: str) -> None:
    """Gives a care team another name. Raises ``CareTeamNameTaken``."""
    before, care_team.name = care_team.name, name
    _save_care_team(care_team)
    append(
        event=CARE_TEAM_RENAMED,
        actor=actor,
        details={"care_team": str(care_team.id), "from": before, "to": name},
    )


def _save_care_team(team: CareTeam) -> None:
    try:
        with transaction.atomic():
            team.save(update_fields=None if team._state.adding else ["name"])
    except IntegrityError as problem:
        raise CareTeamNameTaken(f"There is a care team called “{team.name}” already.") from problem


@transaction.atomic
def enrol_member(
    *,
    actor: Actor,
    care_team_id: UUID,
    name: str,
    phone: str,
    birth_date: date | None = None,
    address: str = "",
    particulars: Particulars = NOTHING_MORE,
) -> Member:
    """Enrols a member with a key of their own.

    ``phone`` is E.164; ``address`` as ``workforce.kinship.address_of`` gives it. Raises
    ``NotE164``, ``NumberTaken`` and ``NoEmail``.
    """
    number = normalise(phone)
    organization_id = actor.organization_id
    indexes = keyring.blind_indexes(organization_id, element=PHONE_ELEMENT, token=number)
    member = Member(
        id=new_id(),
        organization_id=organization_id,
        care_team_id=care_team_id,
        name=name,
        phone=number,
        birth_date=birth_date,
        address=address or None,
        state=particulars.state,
        phone_index=indexes[0],
        **marks_of(organization_id, name=name, address=address),
    )
    if any(member_with(index) for index in indexes[1:]):
        raise NumberTaken(_TAKEN)
    keyring.create_member(organization_id, member.id)
    try:
        with transaction.atomic():
            member.save(force_insert=True)
    except IntegrityError as problem:
        raise NumberTaken(_TAKEN) from problem
    Contact.objects.bulk_create(contacts_for(actor, [(member.id, particulars)]))
    take_up_stops(organization_id, [indexes])
    append(event=MEMBER_ENROLLED, actor=actor, members=[member.id])
    return member


@transaction.atomic
def move_member(*, actor: Actor, member: Member, care_team_id: UUID, reason: str) -> None:
    """Gives the member to another care team, whose coaches alone reach them from then on.

    Raises ``NotACareTeam``.
    """
    teams = CareTeam.objects.filter(organization_id=actor.organization_id)
    team = teams.filter(id=care_team_id).first()
    if team is None:
        raise NotACareTeam("There is no such care team here.")
    before, member.care_team = member.care_team_id, team
    member.save(update_fields=["care_team"])
    append(
        event=MEMBER_MOVED,
        actor=actor,
        members=[member.id],
        details={"from": str(before), "to": str(team.id), "reason": reason},
    )


@transaction.atomic
def look_up(*, actor: Actor, number: str) -> Member | None:
    """The member with this E.164 number among those that the actor reaches. Recorded, found or
    not: who tries number after number is told by it.
    """
    found = find_by_phone(organization_id=actor.organization_id, number=number)
    append(
        event=SOUGHT,
        actor=actor,
        members=[found.id] if found else [],
        details={"found": found is not None},
    )
    return found


@transaction.atomic
def mark_vip(*, actor: Actor, member: Member, vip: bool, reason: str) -> None:
    """Has whoever opens this member's record looked at closely, or no more than any other's."""
    changed = Member.objects.filter(id=member.id, destroyed_at=None).exclude(vip=vip)
    if changed.update(vip=vip):
        member.vip = vip
        event = VIP_MARKED if vip else VIP_UNMARKED
        append(event=event, actor=actor, members=[member.id], details={"reason": reason})


@transaction.atomic
def end_member(*, actor: Actor, member: Member, reason: str) -> None:
    """Ends a membership. Nothing is deleted: what was said is kept as long as the law asks."""
    _set_status(actor, member, Member.Status.ENDED, MEMBER_ENDED, reason)


@transaction.atomic
def take_back_member(*, actor: Actor, member: Member, reason: str) -> None:
    """Takes an ended membership up again. Raises ``DestructionAsked``."""
    if is_about_to_be_destroyed(organization_id=member.organization_id, member_id=member.id):
        raise DestructionAsked
    _set_status(actor, member, Member.Status.ACTIVE, MEMBER_TAKEN_BACK, reason)


def _set_status(
    actor: Actor, member: Member, status: Member.Status, event: Event, reason: str
) -> None:
    changed = Member.objects.filter(id=member.id).exclude(status=status).update(status=status)
    if changed:
        member.status = status
        append(event=event, actor=actor, members=[member.id], details={"reason": reason})
        for follow in followers():
            follow(actor, member)


@transaction.atomic
def stop_texts(*, actor: Actor, member: Member) -> bool:
    """Puts the member's number on the suppression list. False if it was there already."""
    hold_index(member)
    _, created = Suppression.objects.get_or_create(
        organization_id=member.organization_id, phone_index=member.phone_index
    )
    if created:
        append(event=TEXTS_STOPPED, actor=actor, members=[member.id])
    return created


@transaction.atomic
def start_texts(*, actor: Actor, member: Member) -> bool:
    """Takes the member's number off the suppression list. False if it was not there."""
    hold_index(member)
    deleted, _ = Suppression.objects.filter(
        organization_id=member.organization_id, phone_index=member.phone_index
    ).delete()
    if deleted:
        append(event=TEXTS_STARTED, actor=actor, members=[member.id])
    return bool(deleted)
