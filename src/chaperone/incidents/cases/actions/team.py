"""Who works on an incident, and as what."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.access.queries import people_of
from chaperone.incidents.errors import AlreadyDone, NoSuchTask, NotAboutYou, WrongPerson
from chaperone.incidents.events import TEAM_CHANGED
from chaperone.incidents.models import Duty
from chaperone.incidents.notice import ON_DRILL_TEAM, ON_TEAM
from chaperone.incidents.queries.incidents import reach_open
from chaperone.notices.actions.tell import tell
from chaperone.notices.models import Notice
from chaperone.registers.actions.changes import record_change


@transaction.atomic
def put_on_team(*, actor: Staff, incident_id: UUID, user_id: UUID, part: str) -> Duty:
    """Puts a colleague on the team, and tells them. Of those who lead there is one.

    The caller has checked ``incidents.manage``. Raises ``NoSuchIncident``, ``IncidentClosed``,
    ``WrongPerson``, ``NotAboutYou``, ``AlreadyDone``.
    """
    found = reach_open(actor, incident_id)
    if user_id not in people_of(actor):
        raise WrongPerson
    if user_id == found.about_id:
        raise NotAboutYou("The incident is about this person, so that they cannot work on it.")
    mine = Duty.objects.filter(incident=found, part=part, ended_at=None)
    if mine.filter(user_id=user_id).exists():
        raise AlreadyDone("They see to this already.")
    if part == Duty.Part.LEAD:
        mine.update(ended_at=timezone.now())
        found.lead_id = user_id
        found.save(update_fields=["lead_id"])
    duty = Duty(organization_id=found.organization_id, incident=found, part=part, user_id=user_id)
    duty.save(force_insert=True)
    details = {"part": duty.get_part_display(), "user": str(user_id), "joined": True}
    record_change(actor=actor, event=TEAM_CHANGED, record=found.id, details=details)
    if user_id != actor.user_id:
        ways = {user_id: (Notice.Way.EMAIL,)}
        kind = ON_DRILL_TEAM if found.drill else ON_TEAM
        tell(actor=actor, kind=kind, subject_id=found.id, recipients=ways)
    return duty


@transaction.atomic
def take_off_team(*, actor: Staff, incident_id: UUID, duty_id: UUID) -> Duty:
    """Takes somebody off; who leads is replaced instead. The caller has checked
    ``incidents.manage``. Raises ``NoSuchIncident``, ``IncidentClosed``, ``NoSuchTask``.
    """
    found = reach_open(actor, incident_id)
    duty = Duty.objects.filter(incident=found, id=duty_id, ended_at=None).first()
    if duty is None or duty.part == Duty.Part.LEAD:
        raise NoSuchTask("They are not on the team, or lead it: name somebody else who leads.")
    duty.ended_at = timezone.now()
    duty.save(update_fields=["ended_at"])
    details = {"part": duty.get_part_display(), "user": str(duty.user_id), "joined": False}
    record_change(actor=actor, event=TEAM_CHANGED, record=found.id, details=details)
    return duty
