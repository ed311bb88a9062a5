"""What was signed and recorded stays, whatever the real logins try."""

import pytest
from django.db import DatabaseError, connection, transaction

from chaperone.database.identifiers import new_id
from chaperone.registers.models import Signature
from tests.cast import ines, samuel
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
