"""What was signed and recorded stays, whatever the real logins try."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from chaperone.access.actors import worker
from chaperone.access.context import acting_for
from chaperone.database.identifiers import new_id
from chaperone.registers.actions.importing import keep_upload, purge_uploads
from chaperone.registers.models import Signature, Upload
from tests.cast import LAKESIDE, ines, samuel
from tests.registers.scene import EXAMPLE
from tests.registers.test_changes import signed

pytestmark = pytest.mark.usefixtures("committed")


def test_nobody_signs_in_anothers_name_or_changes_what_was_signed(as_login):
    record = new_id()
    row = signed(record)
    with as_login("web"), samuel.acting(), connection.cursor() as cursor:
        for statement in (
            "UPDATE registers_signature SET meaning = 'x'",
            "DELETE FROM registers_signature",
            "UPDATE registers_change SET record_id = entry_id",
            "DELETE FROM registers_change",
            "DELETE FROM registers_attachment",
        ):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                cursor.execute(statement)
        forged = Signature.objects.get(id=row.id)
        forged.id, forged.user_id = record, ines.user.id
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            forged.save(force_insert=True)


def test_files_that_nobody_came_back_for_are_removed(as_login):
    with samuel.acting() as actor:
        keep_upload(actor=actor, register=EXAMPLE, text="Name\nEast\n", json=False)
    with as_login("owner"), samuel.acting():
        Upload.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    with as_login("worker"), acting_for(worker(LAKESIDE)):
        assert purge_uploads(organization_id=LAKESIDE) == 1
