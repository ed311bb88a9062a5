from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from chaperone.database.identifiers import new_id
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.members.errors import NumberTaken
from chaperone.members.events import (
    CARE_TEAM_CREATED,
    MEMBER_ENROLLED,
    TEXTS_STARTED,
    TEXTS_STOPPED,
)
from chaperone.members.models import PHONE_ELEMENT, CareTeam, Member, Suppression
from chaperone.sms.numbers import normalise
from chaperone.vault.keyring import keyring


@transaction.atomic
def create_care_team(*, actor: Actor, name: str) -> CareTeam:
    """Makes a care team in the actor's organization."""
    team = CareTeam.objects.create(organization_id=actor.organization_id, name=name)
    append(event=CARE_TEAM_CREATED, actor=actor, details={"care_team": str(team.id)})
    return team


@transaction.atomic
def enrol_member(
    *, actor: Actor, care_team_id: UUID, name: str, phone: str, birth_date: date | None = None
) -> Member:
    """Enrols a member with a key of their own.

    ``phone`` is E.164. Raises ``NotE164`` and ``NumberTaken``.
    """
    number = normalise(phone)
    organization_id = actor.organization_id
    member = Member(
        id=new_id(),
        organization_id=organization_id,
        care_team_id=care_team_id,
        name=name,
        phone=number,
        birth_date=birth_date,
        phone_index=keyring.blind_index(organization_id, element=PHONE_ELEMENT, token=number),
    )
    keyring.create_member(organization_id, member.id)
    try:
        member.save(force_insert=True)
    except IntegrityError as problem:
        raise NumberTaken("Another member already has this telephone number.") from problem
    append(event=MEMBER_ENROLLED, actor=actor, members=[member.id])
    return member


@transaction.atomic
def stop_texts(*, actor: Actor, member: Member) -> bool:
    """Puts the member's number on the suppression list. False if it was there already."""
    _, created = Suppression.objects.get_or_create(
        organization_id=member.organization_id, phone_index=member.phone_index
    )
    if created:
        append(event=TEXTS_STOPPED, actor=actor, members=[member.id])
    return created


@transaction.atomic
def start_texts(*, actor: Actor, member: Member) -> bool:
    """Takes the member's number off the suppression list. False if it was not there."""
    deleted, _ = Suppression.objects.filter(
        organization_id=member.organization_id, phone_index=member.phone_index
    ).delete()
    if deleted:
        append(event=TEXTS_STARTED, actor=actor, members=[member.id])
    return bool(deleted)
