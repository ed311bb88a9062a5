"""Envelopes that age alone would refuse are forgotten, a batch at a time; fresh ones never."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from chaperone.carriers.aws.actions import purge_envelopes
from chaperone.carriers.aws.signatures import AGE_MAXIMUM
from chaperone.carriers.models import Envelope
from chaperone.carriers.tasks import purge
from chaperone.database.identifiers import new_id

AsLogin = Callable[[str], AbstractContextManager[None]]
OLD = timedelta(hours=25)


def remember(*ages: timedelta) -> None:
    now = timezone.now()
    Envelope.objects.bulk_create(Envelope(id=new_id(), sent_at=now - age) for age in ages)


def test_a_batch_forgets_so_many_and_the_task_the_rest(committed: str, as_login: AsLogin) -> None:
    remember(*[OLD] * 7)
    with as_login("worker"):
        assert purge_envelopes(most=3) == 3
        purge(timestamp=0)
        assert purge_envelopes() == 0
    assert Envelope.objects.count() == 0


@pytest.mark.parametrize("age", [-AGE_MAXIMUM, timedelta(0), AGE_MAXIMUM, timedelta(hours=23)])
def test_what_could_be_replayed_on_some_clock_stays(
    committed: str, as_login: AsLogin, age: timedelta
) -> None:
    remember(age)
    with as_login("worker"):
        purge()
    assert Envelope.objects.count() == 1


def test_old_rows_are_found_without_reading_all(committed: str) -> None:
    remember(*(timedelta(seconds=4 * number) for number in range(20_000)))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE carriers_envelope")
        cursor.execute(
            "EXPLAIN SELECT id FROM carriers_envelope WHERE sent_at < now() - interval '1 day'"
            " ORDER BY sent_at LIMIT 1000"
        )
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "carriers_envelope_sent_at" in plan
