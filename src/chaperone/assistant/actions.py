"""Fills the library."""

import json
from collections import Counter
from math import log, sqrt

from django.db import connection, transaction

from chaperone.assistant.asking import kinds_of, subjects_of, title_of
from chaperone.assistant.library import passages
from chaperone.assistant.models import Passage
from chaperone.assistant.triage.wording import normalise
from chaperone.database.sql import statements


@transaction.atomic
def load_library() -> int:
    """Puts the shipped passages in the place of what is there; returns how many.

    Safe to repeat. Needs the owner's login; no other may write the library.
    """
    rows = [Passage(**row) for row in passages()]
    titles = [{"id": row.id, "title": title_of(row.subject, row.question)} for row in rows]
    with connection.cursor() as cursor:
        cursor.execute("truncate assistant_passage, assistant_term, assistant_lexeme")
        Passage.objects.bulk_create(rows)
        cursor.execute(
            statements("chaperone.assistant", "terms.sql"),
            {"titles": json.dumps(titles), "marks": json.dumps(_marks(rows))},
        )
        cursor.execute("analyze assistant_passage, assistant_term, assistant_lexeme")
    return len(rows)


def _marks(rows: list[Passage]) -> list[dict[str, object]]:
    about = {row.id: subjects_of(normalise(row.subject + " ; " + row.question)) for row in rows}
    spread = Counter(subject for subjects in about.values() for subject in subjects)
    marks: list[dict[str, object]] = []
    for row in rows:
        kinds = kinds_of(row.subject, row.question, row.answer)
        weights = {f"kind:{kind}": 1.0 for kind in kinds}
        # The rarer a subject says more, and a passage about three is less about each.
        weights |= {
            f"about:{subject}": log(1 + len(rows) / spread[subject]) / sqrt(len(about[row.id]))
            for subject in about[row.id]
        }
        weights |= {f"topic:{topic}": 1.0 for topic in row.topics if topic == "diabetes"}
        marks += [
            {"passage_id": row.id, "mark": mark, "weight": weight}
            for mark, weight in weights.items()
        ]
    return marks
