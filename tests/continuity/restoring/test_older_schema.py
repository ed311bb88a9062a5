"""A backup of an older schema is brought up to date after it was restored, before it is made good."""

from uuid import UUID

import pytest

from chaperone.continuity.restoring import errors

pytestmark = pytest.mark.xdist_group("sequencer")
OLDER = "0050_points_in_time"
_COLUMNS = (
    "select count(*) from information_schema.columns"
    " where table_name = 'continuity_backup' and column_name = 'kept_days'"
)


@pytest.fixture
def older(committed, as_login, tmp_path):
    """An installation of before the column ``kept_days``, backed up and lost."""
    from django.core.management import call_command

    from chaperone.ledger import log_key
    from tests.continuity.restoring.scene import Lost

    found = Lost(committed, tmp_path)
    (tmp_path / "keys").mkdir()
    log_key.create(found.log_key, UUID(int=1))
    found.sequence()
    with as_login("owner"):
        call_command("migrate", "continuity", OLDER, verbosity=0)
    found.file = found.back_up()
    return found


def test_it_is_brought_up_to_date(older):
    from django.db import connection

    from chaperone.continuity.restoring.reading import look_through
    from chaperone.members.models import Member
    from tests.cast import LAKESIDE, inside
    from tests.continuity.restoring.scene import started

    said = look_through(older.file, str(older.identity)).header["migrations"]
    assert said["continuity"] == OLDER
    with older.empty_place() as place:
        report = older.restore(older.file, place)
        assert report.settled["sample"] == 2
        with started(place):
            with connection.cursor() as cursor:
                cursor.execute(_COLUMNS)
                assert cursor.fetchone() == (1,)
            with inside(LAKESIDE):
                assert Member.objects.exists()


def test_where_that_fails_the_place_is_empty_again(older, monkeypatch):
    from chaperone.continuity.restoring.processes import Processes

    real = Processes.run

    def refuses(self, login, words, **more):
        # A program of another version: it knows no such word.
        return real(self, login, ["serve", "nothing"] if "upgrade" in words else words, **more)

    monkeypatch.setattr(Processes, "run", refuses)
    with older.empty_place() as place:
        with pytest.raises(errors.NotUpgraded):
            older.restore(older.file, place)
        assert not any(place.iterdir())
