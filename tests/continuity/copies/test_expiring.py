"""Until when copies hold what is destroyed now: of each kind, and plainly where nobody knows."""

import json
from datetime import UTC, datetime, timedelta
from math import ceil

import pytest

from chaperone.continuity.archiving.names import Base, Contents, Copy
from chaperone.continuity.archiving.pgbackrest.configuration import written
from chaperone.continuity.archiving.pruning import unneeded
from chaperone.continuity.copies.expiring import left_in_copies
from chaperone.continuity.models import Backup
from chaperone.database.identifiers import PLATFORM
from tests.continuity.archiving.test_pgbackrest import PLAN

pytestmark = pytest.mark.xdist_group("copies")
DAY = timedelta(days=1)


def left():
    return {each.what: each for each in left_in_copies(PLATFORM)}


def days(found):
    """From now until it is gone, to a tenth."""
    return round((found.until - datetime.now(UTC)) / DAY, 1)


@pytest.fixture
def has(working, data):
    """``has("rds", "monday", age=3)``: the catalogue has a copy of so many days ago."""

    def add(kind, name, *, age=0.0, state="whole", **more):
        made_at = datetime.now(UTC) - age * DAY
        values = {"target": f"{kind}:here", "made_at": made_at} | more
        row = Backup(kind=kind, name=name, state=state, **values)
        row.save(force_insert=True)
        made.append(row.id)
        return row

    made = []
    yield add
    # The catalogue keeps its rows: to the next test they are gone.
    Backup.objects.filter(id__in=made).update(state="expired", kind="full")


@pytest.fixture
def use_backrest(use, tmp_path):
    """``use_backrest("repo1-retention-full=3")``: this configuration is in use."""

    def change(*lines, kept="repo1-retention-full=2"):
        file = tmp_path / "pgbackrest.conf"
        file.write_text(written(PLAN).replace(kept, "\n".join(lines)))
        use(pgbackrest={"stanza": "here", "configuration": str(file)})
        return file

    return change


def test_nothing_is_said_where_nothing_is_copied(working, data):
    assert left() == {}


def test_our_own_go_by_their_days_and_a_bucket_may_keep_them_longer(has, data, configure):
    has("full", "a", age=1, target=str(data / "backups"))
    assert days(left()["Backups by Chaperone"]) == 7.0
    configure(keep_weeks=4)
    assert days(left()["Backups by Chaperone"]) == 35.0
    bucket = {"s3": "s3://kept/here", "lock": "compliance:90"}
    configure(targets=["backups", bucket], keep_weeks=0)
    has("full", "b", age=2, target="s3://kept/here")
    assert days(left()["Backups by Chaperone"]) == 88.0


def test_what_a_restore_did_not_find_is_not_known(has):
    has("full", "a", age=3, state="lost")
    (found,) = left().values()
    assert (found.what, found.until) == ("Backups by Chaperone that a restore did not find", None)
    assert "nobody removes them" in found.says


@pytest.mark.parametrize(
    ("keep", "copy", "until"),
    # The copy from before goes with the first one after `keep_days` since the next.
    [(7, 7, 15.0), (7, 2, 11.0), (1, 7, 15.0), (30, 1, 32.0)],
)
def test_the_archive_holds_it_for_its_days_and_those_between_copies(
    use, configure, working, keep, copy, until
):
    configure(keep_days=keep)
    use(archive={"on": True, "copy_days": copy})
    found = left()["Archive for points in time"]
    assert days(found) == until
    assert f"every {copy} days" in found.says


def test_the_pruning_itself_takes_as_long():
    """The bound, held against the pruning itself, day by day."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for keep in range(1, 12):
        for copy in range(1, 9):
            # Destroyed right after the first copy; one more every `copy` days.
            bases = [
                Base(Copy("s", f"{n:024X}", start + n * copy * DAY), start + n * copy * DAY)
                for n in range(40)
            ]
            gone = next(
                n * copy
                for n in range(1, 40)
                if bases[0].name
                in set(
                    unneeded(
                        Contents(bases=bases[: n + 1], copies=[], wal={}),
                        bases[n].ended_at - keep * DAY,
                    )
                )
            )
            assert gone == copy * (1 + ceil(keep / copy))


def test_the_archive_of_a_bucket_is_locked_as_backups_are(use, configure, working):
    bucket = {"s3": "s3://kept/here", "lock": "governance:40"}
    configure(targets=[bucket])
    use(archive={"on": True})
    assert days(left()["Archive for points in time"]) == 40.0


def test_an_archive_that_was_switched_off_is_not_known(has):
    has("base", "copy-1")
    assert left()["Archive for points in time"].until is None
    assert "switched off" in left()["Archive for points in time"].says


def test_pgbackrest_by_number_of_full_backups(has, use_backrest):
    use_backrest("repo1-retention-full=3")
    has("pgbackrest", "1F", age=9)
    assert left()["pgBackRest"].until is None
    assert left()["pgBackRest"].says == (
        "The last 3 full backups are kept: it is gone when 3 more were made."
        " How often they are made is not known."
    )
    has("pgbackrest", "1F_1I", age=8)
    has("pgbackrest", "2F", age=2, state="expired")
    found = left()["pgBackRest"]
    assert days(found) == 3 * 7 + 1
    assert "7.0 days apart at most" in found.says


def test_pgbackrest_by_days(has, use_backrest):
    use_backrest("repo1-retention-full=30", "repo1-retention-full-type=time")
    has("pgbackrest", "1F", age=9)
    assert left()["pgBackRest"].until is None
    assert "older than that" in left()["pgBackRest"].says
    has("pgbackrest", "2F", age=2)
    assert days(left()["pgBackRest"]) == 30 + 2 * 7 + 1


def test_pgbackrest_that_keeps_everything_or_does_not_say(has, use_backrest, use):
    file = use_backrest("")
    assert "none is removed" in left()["pgBackRest"].says
    file.write_text("no configuration")
    assert left()["pgBackRest"].says == "Its settings cannot be read."
    file.unlink()
    assert left()["pgBackRest"].until is None
    use(pgbackrest=None)
    has("pgbackrest", "1F")
    assert "not name it any more" in left()["pgBackRest"].says


def test_snapshots_of_rds_itself_and_those_made_by_hand(has, use):
    use(rds={"instance": "here", "region": "us-east-1"})
    assert left()["Snapshots of RDS"].until is None
    has("rds", "of-itself", kept_days=14)
    assert days(left()["Snapshots of RDS"]) == 15.0
    for number in range(5):
        has("rds", f"by-hand-{number}", age=number)
    by_hand = left()["Snapshots of RDS made by hand"]
    assert by_hand.until is None
    assert by_hand.says.endswith("deletes them: by-hand-0, by-hand-1, by-hand-2 and 2 more.")


@pytest.mark.parametrize("section", ["archive", "pgbackrest", "rds"])
def test_settings_that_cannot_be_read_are_said(use, working, section):
    use(**{section: "x"})
    assert [each.says for each in left().values()] == ["Its settings cannot be read."]


def test_config_json_that_is_damaged_stops_no_destruction(has, data):
    has("full", "a")
    (data / "config.json").write_text(json.dumps([]))
    assert {each.until for each in left().values()} == {None}
