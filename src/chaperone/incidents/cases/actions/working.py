"""Taking an incident in hand, and keeping what is known of it."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.incidents.cases.actions.team import put_on_team
from chaperone.incidents.errors import AlreadyDone, NotAboutYou
from chaperone.incidents.events import CASE_ACKNOWLEDGED, CASE_CHANGED, NOTE_WRITTEN
from chaperone.incidents.models import Duty, Incident, Note
from chaperone.incidents.queries.incidents import reach_open
from chaperone.registers.actions.changes import record_change

_TOLD = ("kind", "severity", "confidential", "happened_from", "happened_until", "discovered_at")


@transaction.atomic
def acknowledge_case(*, actor: Staff, incident_id: UUID) -> Incident:
    """Takes it in hand, and leads it. The caller has checked ``incidents.manage``.

    Raises ``NoSuchIncident``, ``IncidentClosed``, ``AlreadyDone``.
    """
    found = reach_open(actor, incident_id)
    if found.acknowledged_at is not None:
        raise AlreadyDone
    found.acknowledged_at, found.state = timezone.now(), Incident.State.OPEN
    found.save(update_fields=["acknowledged_at", "state"])
    record_change(actor=actor, event=CASE_ACKNOWLEDGED, record=found.id, details=_marked(found))
    put_on_team(actor=actor, incident_id=incident_id, user_id=actor.user_id, part=Duty.Part.LEAD)
    return found


@transaction.atomic
def change_case(*, actor: Staff, incident_id: UUID, **values: Any) -> Incident:
    """Changes what is known: title, kind, severity, when it happened and was discovered, whom it
    is about. The ledger gets what was changed from what, and neither title nor person.

    The caller has checked ``incidents.manage`` and the values. Raises ``NoSuchIncident``,
    ``IncidentClosed``, ``NotAboutYou``.
    """
    found = reach_open(actor, incident_id)
    if values.get("about_id") in (actor.user_id, found.lead_id) and values.get("about_id"):
        raise NotAboutYou
    if values.get("about_id"):
        values["confidential"] = True
    before = {name: _shown(getattr(found, name)) for name in _TOLD}
    title = values.pop("title").strip()
    changed = [name for name, value in values.items() if getattr(found, name) != value]
    for name in changed:
        setattr(found, name, values[name])
    if title != found.title.reveal():
        found.title = title
        changed.append("title")
    if not changed:
        return found
    found.save(update_fields=changed)
    details = {
        name: {"from": before[name], "to": _shown(getattr(found, name))}
        for name in _TOLD
        if name in changed
    }
    others = sorted(set(changed) - set(_TOLD))
    record_change(
        actor=actor,
        event=CASE_CHANGED,
        record=found.id,
        details=details | {"also": [name.removesuffix("_id") for name in others]} | _marked(found),
    )
    return found


@transaction.atomic
def write_note(*, actor: Staff, incident_id: UUID, text: str, happened_at: Any = None) -> Note:
    """Writes down what was seen, decided or said. ``happened_at``: now, where it is not given.

    The caller has checked ``incidents.manage``. Raises ``NoSuchIncident``, ``IncidentClosed``.
    """
    found = reach_open(actor, incident_id)
    note = Note(
        organization_id=found.organization_id,
        incident=found,
        text=text.strip(),
        happened_at=happened_at or timezone.now(),
        written_by=actor.user_id,
    )
    note.save(force_insert=True)
    details = {"note": str(note.id), "of": note.happened_at.isoformat()} | _marked(found)
    record_change(actor=actor, event=NOTE_WRITTEN, record=found.id, details=details)
    return note


def _shown(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _marked(found: Incident) -> dict[str, bool]:
    """Whatever is of a drill says so, in the ledger as well."""
    return {"drill": True} if found.drill else {}
