"""The steps of a playbook become the tasks of an incident."""

from datetime import timedelta

from chaperone.access.actors import Staff
from chaperone.incidents.models import Incident, Task
from chaperone.incidents.queries.playbooks import Playbook, playbook_for
from chaperone.organizations.days import today_of


def take_over(actor: Staff, found: Incident) -> Playbook:
    """Gives a new incident the tasks of its kind's playbook, in the caller's transaction."""
    playbook = playbook_for(actor, found.kind)
    today = today_of(actor)
    Task.objects.bulk_create(
        [
            Task(
                organization_id=found.organization_id,
                incident=found,
                stage=step.stage,
                position=position,
                what=step.what,
                required=step.required,
                playbook=True,
                due_on=today + timedelta(days=step.days),
                created_by=actor.user_id,
            )
            for position, step in enumerate(playbook.steps, start=1)
        ]
    )
    found.playbook_id = playbook.version_id
    found.save(update_fields=["playbook_id"])
    return playbook
