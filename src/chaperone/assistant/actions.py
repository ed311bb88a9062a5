"""Fills the library."""

import json

from django.db import connection, transaction

from chaperone.assistant.asking import marks_of
from chaperone.assistant.library import passages
from chaperone.assistant.models import Passage
from chaperone.database.sql import statements


@transaction.atomic
def load_library() -> int:
    """Puts the shipped passages in the place of what is there; returns how many.

    Safe to repeat. Needs the owner's login; no other may write the library.
    """
    rows = [Passage(**row) for row in passages()]
    marks = [
        {"passage_id": row.id, "mark": mark, "weight": weight}
        for row in rows
        for mark, weight in marks_of(row.question, row.topics).items()
    ]
    Passage.objects.all().delete()
    Passage.objects.bulk_create(rows)
    with connection.cursor() as cursor:
        cursor.execute(statements("chaperone.assistant", "terms.sql"), [json.dumps(marks)])
        cursor.execute("analyze assistant_passage, assistant_term")
    return len(rows)
