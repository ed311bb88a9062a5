"""A restored past does not undo what came after it: attacked on one restore of a lived-in installation."""

import pytest

from chaperone.ledger import log_key

pytestmark = pytest.mark.xdist_group("sequencer")


@pytest.fixture(scope="module")
def past(committing, tmp_path_factory, django_db_setup):
    from tests.continuity.restoring.scene import Lost

    with committing() as name:
        folder = tmp_path_factory.mktemp("lost")
        (folder / "keys").mkdir()
        from uuid import UUID

        log_key.create(folder / "keys" / "log.key", UUID(int=1))
        lost = Lost(name, folder)
        lost.sequence()
        file = lost.back_up()
        lost.sequence()
        with lost.empty_place() as place:
            report = lost.restore(file, place)
            yield lost, place, report


def test_it_comes_back(past):
    lost, place, report = past
    print(report)
    assert report.rows > 0
