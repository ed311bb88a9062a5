from uuid import UUID

from django.db import connection, transaction

from chaperone.continuity.backups.events import BACKUP_ASKED
from chaperone.database.identifiers import new_id
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor


@transaction.atomic
def ask_for_backup(*, actor: Actor) -> UUID:
    """Asks the process that makes backups for one now; returns its id. The one that waits already,
    where somebody else has asked. The caller has checked ``continuity.manage``.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT continuity_ask_for_backup(%s, %s)", [new_id(), actor.id])
        backup_id: UUID = cursor.fetchone()[0]
    append(event=BACKUP_ASKED, actor=actor, details={"backup": str(backup_id)})
    return backup_id
