"""A clock that purging doubts, and a purge that does not end, are told."""

from datetime import UTC, datetime, timedelta

import pytest

from chaperone.notices.readings import State
from chaperone.web.status.readings.purging import purging
from tests.retention.purging import scene

pytestmark = pytest.mark.usefixtures("committed")


def read(as_login):
    with as_login("worker"):
        return {reading.name: reading for reading in purging()}


def test_what_is_read_of_it(as_login):
    found = read(as_login)
    assert {name: each.state for name, each in found.items()} == {
        "purge.clock": State.OK,
        "purge.open": State.OK,
    }
    scene.asked_run()
    with as_login("worker"):
        scene.clock(seen_at=datetime.now(UTC) - timedelta(days=366))
    found = read(as_login)
    assert found["purge.clock"].state == State.ALARM
    assert "three days" in found["purge.clock"].sentence
    assert found["purge.open"].sentence.startswith("It began 0.0")
