"""Blind indexes computed anew under the key in force, where their tokens are sealed beside them.

Opens values without a witness, as ``vault.resealing`` does and under the same rule: the token goes
into the index within ``_anew`` and is returned to nobody. Columns without a token (addresses in the
request log, recovery codes, numbers that said STOP and whose member is gone) keep the index of the
version under which they were made, which is looked up with as long as its key is there: always.
"""

from collections.abc import Callable
from uuid import UUID

from django.utils import timezone

from chaperone.crypto.values import Place
from chaperone.vault.inside import inside
from chaperone.vault.keyring import keyring
from chaperone.vault.models import Key, Purpose, Resealing, State
from chaperone.vault.registry import PROGRAM, By, Indexed, indexed, record_key_event
from chaperone.vault.wrapping import in_force


def renew(*, organization_id: UUID, rows: int, by: By = PROGRAM) -> bool:
    """Renews up to ``rows`` indexes of each column, each in a transaction; whether any is left."""
    left = [_renew(organization_id, source, rows, by) for source in indexed()]
    return any(left)


def _renew(organization_id: UUID, source: Indexed, rows: int, by: By) -> bool:
    with inside(organization_id):
        running = _round(organization_id, source)
        if running is None:
            return False
        looked, last, moved = source.renew(organization_id, running.last_row, rows, _anew)
        running.moved += moved
        running.last_row = last or running.last_row
        running.changed_at = timezone.now()
        if looked < rows:
            running.ended_at = running.changed_at
            key = in_force((organization_id, Purpose.INDEX, None))
            details = {"table": source.table, "column": source.column, "count": running.moved}
            record_key_event("resealed", key, by=by, details=details)
        running.save()
        return running.ended_at is None


def _round(organization_id: UUID, source: Indexed) -> Resealing | None:
    """The round that runs; a new one where a key was retired since the last one began, or where
    there was none and rows have no index yet.
    """
    which = {"organization_id": organization_id, "table": source.table, "column": source.column}
    found = Resealing.objects.select_for_update().filter(**which).first()
    if found is not None and found.ended_at is None:
        return found
    retired = Key.objects.filter(
        organization_id=organization_id, purpose=Purpose.INDEX, state=State.RETIRED
    )
    if found is not None:
        retired = retired.filter(retired_at__gt=found.begun_at)
    if not retired.exists() and (found is not None or not source.lacking(organization_id)):
        return None
    now = timezone.now()
    row = found or Resealing(**which)
    row.total, row.moved, row.stuck = source.count(organization_id), 0, 0
    row.last_row, row.ended_at = None, None
    row.begun_at = row.changed_at = now
    return row


def _anew(
    token: bytes, place: Place, element: str, read: Callable[[str], str] = str
) -> list[bytes]:
    organization_id = place.organization
    text = read(keyring.opening_key(organization_id, token).open(token, place).decode())
    return keyring.blind_indexes(organization_id, element=element, token=text) if text else []
