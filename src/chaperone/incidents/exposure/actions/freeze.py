"""Computing what an incident exposed, and keeping it with the case."""

from uuid import UUID

from django.db import transaction

from chaperone.access.actors import Staff
from chaperone.incidents.exposure.asking import Asked
from chaperone.incidents.exposure.events import EXPOSURE_FROZEN
from chaperone.incidents.exposure.lines import as_text, digest
from chaperone.incidents.exposure.queries.exposing import exposure_of
from chaperone.incidents.exposure.queries.frozen import latest_exposure
from chaperone.incidents.models import Exposure
from chaperone.incidents.queries.incidents import reach_open
from chaperone.registers.actions.changes import record_change


@transaction.atomic
def freeze_exposure(*, actor: Staff, incident_id: UUID, asked: Asked) -> Exposure:
    """Computes an exposure from the record and keeps it; nothing that was kept is changed.

    The ledger has the counts and the hash of the list. The caller has checked
    ``incidents.manage``. Raises ``NoSuchIncident``, ``IncidentClosed``, ``NoSuchTrace``,
    ``TooMuchUnnoted``.
    """
    case = reach_open(actor, incident_id)
    found = exposure_of(actor, asked)
    text, before = as_text(found), latest_exposure(actor, case)
    kept = Exposure(
        organization_id=actor.organization_id,
        incident=case,
        number=before.number + 1 if before else 1,
        way=asked.way,
        subject=asked.subject,
        since=asked.since,
        until=asked.until,
        members=found.members,
        seen=len(found.seen),
        entries=found.entries,
        unsealed=found.unsealed,
        ground=found.ground,
        by_element={name: list(counts) for name, counts in found.by_element.items()},
        by_state=dict(found.by_state),
        seen_by_state=dict(found.seen_by_state),
        lines=text,
        digest=digest(text),
        seconds=round(found.seconds, 3),
        frozen_by=actor.user_id,
    )
    kept.save(force_insert=True)
    _record(actor, kept)
    return kept


def _record(actor: Staff, kept: Exposure) -> None:
    details = {
        "exposure": str(kept.id),
        "by": kept.get_way_display(),
        "since": kept.since.isoformat(),
        "until": kept.until.isoformat(),
        "members": kept.members,
        "seen": kept.seen,
        "entries": kept.entries,
        "unsealed": kept.unsealed,
        "sha256": kept.digest,
    }
    record_change(actor=actor, event=EXPOSURE_FROZEN, record=kept.incident_id, details=details)
