from datetime import UTC, datetime

from chaperone.conversations.moments import instant_of
from chaperone.database.identifiers import first_id_of


def test_an_id_carries_its_time() -> None:
    instant = datetime(2026, 11, 22, 11, 30, 15, 123000, tzinfo=UTC)

    assert instant_of(first_id_of(instant)) == instant
