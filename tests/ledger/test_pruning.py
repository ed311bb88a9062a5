"""Months that were kept long enough go under a signed entry; what remains verifies; nobody can hide
a deletion behind that.
"""

import json
import os
import sys
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from typer.testing import CliRunner

from chaperone.cli.ledger import app
from chaperone.database.identifiers import PLATFORM, first_id_of, new_id
from chaperone.database.partitions import monthly
from chaperone.ledger import actions
from chaperone.ledger.errors import ExportRefused, NotRecorded, NotVerified, PruneRefused
from chaperone.ledger.export import export
from chaperone.ledger.mirroring import catch_up
from chaperone.ledger.pruned import bounds_of, kept_until, next_month, runs_of
from chaperone.ledger.pruning import announce, drop, is_covered, plan
from chaperone.ledger.verification import verify
from chaperone.merkle.audit.directory import verify_directory
from chaperone.merkle.audit.keys import VerifierKey
from chaperone.merkle.log.checkpoints import sign_destruction
from tests.ledger.trying import acting_for, append_one, place_all

pytestmark = pytest.mark.xdist_group("sequencer")
command = sys.modules["chaperone.cli.ledger.prune"]
PARTED = {
    "ledger_entry": "id",
    "ledger_subject": "entry_id",
    "ledger_element": "entry_id",
    "ledger_search": "entry_id",
}
_COUNTER = iter(range(1, 1 << 30))
TABLES = (*PARTED, "ledger_leaf", "ledger_prune_statement", "ledger_prune")


@pytest.fixture(autouse=True)
def one_mirror(log, settings):
    """For all of these tests: one that is begun after a month has gone cannot be filled."""
    settings.CHAPERONE_MIRRORS = [log / "mirror"]


@pytest.fixture
def key(log):
    return VerifierKey.parse((log / "log.pub").read_text())


@contextmanager
def then(month):
    """Acts in that month."""
    day = datetime(month.year, month.month, 10, tzinfo=UTC)

    class Then(datetime):
        @classmethod
        def now(cls, tz=None):
            return day

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(actions, "datetime", Then)
        first = first_id_of(day).int
        patch.setattr(actions, "new_id", lambda: UUID(int=first + next(_COUNTER)))
        yield


@pytest.fixture
def owner(connected):
    return connected("owner")


@pytest.fixture(scope="module")
def months(organization, platform, committed):
    """Months of long ago, one for each test: what was destroyed stays destroyed. Then a full bundle
    of entries of today, since the last one is still written."""
    admin = make_conninfo(os.environ["CHAPERONE_TEST_ADMIN"], dbname=committed)
    with psycopg.connect(admin) as connection:
        connection.execute("set role chaperone_owner")
        for table, column in PARTED.items():
            connection.execute(monthly(table, column, date(2014, 1, 1), 60))
        connection.execute("select ledger_guard_partitions()")
    made = [date(2014 + number // 12, 1 + number % 12, 1) for number in range(60)]
    for month in made[:50]:
        with then(month), acting_for(organization):
            for _ in range(3):
                append_one(organization, new_id())
    for _ in range(300):
        with acting_for(organization):
            append_one(organization)
    return {"filled": made[:50], "empty": made[50:]}


@pytest.fixture
def ground(months):
    """A month in which nothing happened."""
    return months["empty"].pop(0)


@pytest.fixture
def old(months, placer, connected, settings):
    """A month of three entries, signed and mirrored."""
    placer._next_sweep = 0.0
    place_all(placer)
    mirror(connected, settings)
    return months["filled"].pop(0)


def mirror(connected, settings):
    return catch_up(connected("sequencer"), settings.CHAPERONE_MIRRORS[0])


@pytest.fixture
def planned(old, owner, key, settings):
    return only(old, owner, key, settings)


def only(month, owner, key, settings, before=None):
    plans = plan(
        owner, before=before or next_month(month), key=key, mirrors=settings.CHAPERONE_MIRRORS
    )
    return next(each for each in plans if each.month == month)


@pytest.fixture
def pruned(planned, owner, key, placer, connected, settings, as_login):
    """The month is gone."""
    with as_login("owner"):
        entry_id = announce(planned, authority="The officer's decision of today")
    place_all(placer)
    mirror(connected, settings)
    assert is_covered(owner, entry_id, key, settings.CHAPERONE_MIRRORS)
    assert drop(owner, planned) == 3
    return planned


@pytest.fixture
def check(key, as_login, settings):
    def run(**options):
        with as_login("auditor"):
            return verify(key=key, **{"mirrors": settings.CHAPERONE_MIRRORS} | options)

    return run


@pytest.fixture
def attack(committed):
    """Past triggers and row security; undone at the end."""
    admin = make_conninfo(os.environ["CHAPERONE_TEST_ADMIN"], dbname=committed)
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")
        for table in TABLES:
            connection.execute(f"create temporary table kept_{table} as table {table}")
        yield connection.execute
        for table in TABLES:
            connection.execute(f"delete from {table}")
            connection.execute(f"insert into {table} table kept_{table}")


def test_a_month_is_kept_six_years_from_its_end():
    assert kept_until(date(2020, 11, 1)) == date(2026, 12, 1)
    assert kept_until(date(2020, 12, 1)) == date(2027, 1, 1)


def test_what_remains_verifies(pruned, check, owner):
    report = check()
    rows = owner.execute("select count(*) from ledger_leaf").fetchone()[0]
    assert report.size == rows
    assert report.opened < report.size
    assert check(columns=False).size == rows
    partitions = owner.execute(
        "select count(*) from pg_class where relname like %s", [f"%{pruned.month:%Y_%m}"]
    )
    assert partitions.fetchone() == (0,)


def test_the_entry_says_what_was_destroyed_and_by_whose_decision(pruned, as_login, platform):
    from chaperone.ledger.actors import Actor
    from chaperone.ledger.queries import search

    with as_login("worker"), acting_for(PLATFORM):
        rows = search(Actor("worker", None, PLATFORM), event="ledger.month.pruned").rows
    said = next(row.details for row in rows if row.details["month"] == f"{pruned.month:%Y-%m}")
    assert said["authority"] == "The officer's decision of today"
    assert (said["count"], said["leaves"]) == (3, [list(run) for run in pruned.leaves.runs])
    assert (said["size"], said["root"]) == (pruned.signed.size, pruned.signed.root.hex())


def test_the_mirror_that_was_begun_before_goes_on_and_verifies(
    pruned, record, placer, connected, settings, key, check
):
    record(3)
    size = place_all(placer)
    assert mirror(connected, settings) == size
    report = verify_directory(settings.CHAPERONE_MIRRORS[0], [key])
    assert report.checkpoint.size == size == check().size


def test_a_new_export_verifies_without_what_was_destroyed(pruned, as_login, tmp_path, key, check):
    with as_login("auditor"):
        size = export(tmp_path / "export")
    report = verify_directory(tmp_path / "export", [key])
    assert report.checkpoint.size == size == check().size
    assert report.destroyed >= 3


def test_a_new_mirror_is_filled_and_goes_on(pruned, record, placer, connected, key, tmp_path):
    catch_up(connected("sequencer"), tmp_path / "mirror")
    before = verify_directory(tmp_path / "mirror", [key]).destroyed
    record(300)
    size = place_all(placer)
    assert catch_up(connected("sequencer"), tmp_path / "mirror") == size
    report = verify_directory(tmp_path / "mirror", [key])
    assert (report.checkpoint.size, report.destroyed) == (size, before)


def test_entries_that_are_missing_are_never_taken_for_destroyed(
    pruned, months, attack, as_login, tmp_path
):
    those = gone(months["filled"][0]).replace("entry_id", "id")
    attack(f"delete from ledger_entry where {those}")
    with as_login("auditor"), pytest.raises(ExportRefused, match="nothing that was signed says"):
        export(tmp_path / "export")


def test_nor_are_those_of_a_month_about_which_nothing_was_signed(
    announced, attack, as_login, tmp_path
):
    those = gone(announced).replace("entry_id", "id")
    attack(f"delete from ledger_entry where {those}")
    with as_login("auditor"), pytest.raises(ExportRefused, match="nothing that was signed says"):
        export(tmp_path / "export")


def test_nothing_is_destroyed_before_the_log_has_signed_that(
    planned, as_login, owner, key, settings, placer, connected, monkeypatch
):
    with as_login("owner"):
        entry_id = announce(planned, authority="Somebody's")
    with monkeypatch.context() as patch:
        patch.setattr(placer, "_state_prunes", lambda size, root: None)
        place_all(placer)
    mirror(connected, settings)
    assert not is_covered(owner, entry_id, key, settings.CHAPERONE_MIRRORS)


def test_what_is_young_is_kept(old, owner, key, settings):
    now = datetime.now(UTC)
    last = date(now.year - 6, now.month, 1)
    for before in (next_month(last), date(now.year, now.month, 1)):
        with pytest.raises(PruneRefused, match="is kept until"):
            plan(owner, before=before, key=key, mirrors=settings.CHAPERONE_MIRRORS)
    assert only(old, owner, key, settings, before=last)


def test_a_longer_retention_is_heeded(old, owner, key, settings):
    settings.CHAPERONE_LEDGER_YEARS = 50
    with pytest.raises(PruneRefused, match="50 years"):
        plan(owner, before=next_month(old), key=key, mirrors=settings.CHAPERONE_MIRRORS)


def test_what_has_no_place_or_no_mirrored_checkpoint_is_kept(
    ground, organization, owner, placer, key, settings, connected, record
):
    record(1)
    place_all(placer)
    mirror(connected, settings)
    with then(ground), acting_for(organization):
        append_one(organization)
    with pytest.raises(PruneRefused, match="have no place"):
        only(ground, owner, key, settings)
    placer._next_sweep = 0.0
    placer.place()
    with pytest.raises(PruneRefused, match="no checkpoint in every mirror"):
        only(ground, owner, key, settings)
    placer.sign()
    with pytest.raises(PruneRefused, match="no checkpoint in every mirror"):
        only(ground, owner, key, settings)
    mirror(connected, settings)
    with pytest.raises(PruneRefused, match="last bundle"):
        only(ground, owner, key, settings)


def test_without_a_mirror_nothing_is_destroyed(old, owner, key):
    with pytest.raises(PruneRefused, match="no mirror"):
        plan(owner, before=next_month(old), key=key, mirrors=[])


def test_what_was_changed_or_is_incomplete_is_kept_as_evidence(old, owner, key, settings, attack):
    those = gone(old).replace("entry_id", "id")
    attack(f"update ledger_entry set sealed = sealed || 'x' where {those}")
    with pytest.raises(PruneRefused, match="not what was hashed"):
        only(old, owner, key, settings)
    attack(f"delete from ledger_entry where {those}")
    with pytest.raises(PruneRefused, match="are missing"):
        only(old, owner, key, settings)


def test_pruning_twice(pruned, owner, key, settings, check):
    with pytest.raises(StopIteration):
        only(pruned.month, owner, key, settings)
    with pytest.raises(psycopg.errors.UndefinedTable):
        drop(owner, pruned)
    assert check()


def test_announced_and_interrupted_it_goes_on(planned, owner, key, settings, as_login, check):
    with as_login("owner"):
        entry_id = announce(planned, authority="Somebody's")
        again = only(planned.month, owner, key, settings)
        assert announce(again, authority="Somebody else's") == entry_id


def test_something_written_into_the_month_meanwhile_stops_it(
    old, months, owner, organization, as_login, key, settings
):
    """As by a clock that was put back by years."""
    last = months["filled"].pop()
    planned = only(last, owner, key, settings)
    with then(last), acting_for(organization):
        append_one(organization)
    with as_login("owner"), pytest.raises(PruneRefused, match="have no place"):
        announce(planned, authority="Somebody's")


def test_nothing_is_written_into_a_month_that_is_announced(
    planned, owner, organization, as_login, check
):
    with as_login("owner"):
        announce(planned, authority="Somebody's")
    with pytest.raises(NotRecorded), then(planned.month), acting_for(organization):
        append_one(organization)
    assert check()


def test_announced_only_all_is_there_and_verifies(
    planned, as_login, placer, connected, settings, check
):
    with as_login("owner"):
        announce(planned, authority="Somebody's")
    place_all(placer)
    mirror(connected, settings)
    assert check().opened >= 3


# Attacks by somebody who owns the database


def gone(month):
    low, beyond = bounds_of(month)
    return f"entry_id >= '{low}' and entry_id < '{beyond}'"


def test_a_month_that_is_deleted_without_an_entry(old, check, attack):
    month = gone(old)
    attack(f"delete from ledger_entry where {month.replace('entry_id', 'id')}")
    attack(f"delete from ledger_subject where {month}")
    attack(f"delete from ledger_element where {month}")
    with pytest.raises(NotVerified, match="is missing"):
        check(columns=False)


def test_a_month_that_is_deleted_under_a_row_of_ones_own(old, check, attack, placer):
    """A row is made to fit, and names an entry that is about something else. The sequencer, which
    holds no keys of entries, may even have signed it.
    """
    month = gone(old)
    low, beyond = bounds_of(old)
    attack(
        "insert into ledger_prune select %s, %s, %s, leaves, count, digest, size, root,"
        " (select entry_id from ledger_leaf order by leaf_index limit 1)"
        " from ledger_leaves_of(%s, %s), (select size, root from ledger_checkpoint"
        " order by size limit 1) as signed",
        [old, low, beyond, low, beyond],
    )
    attack(f"delete from ledger_entry where {month.replace('entry_id', 'id')}")
    attack(f"delete from ledger_subject where {month}")
    attack(f"delete from ledger_element where {month}")
    with pytest.raises(NotVerified, match="no statement of the log"):
        check(columns=False)
    (size, root, runs, digest) = attack(
        "select signed.size, signed.root, leaves, digest from ledger_prune,"
        " (select size, root from ledger_checkpoint order by size desc limit 1) as signed"
        " where month = %s",
        [old],
    ).fetchone()
    note = sign_destruction(placer._signer, size=size, root=root, runs=runs_of(runs), digest=digest)
    attack(
        "insert into ledger_prune_statement"
        " select count(*), %s, %s, %s from ledger_prune_statement",
        [old, size, note.decode()],
    )
    with pytest.raises(NotVerified, match="no entry says so"):
        check()


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ("beyond = 'f0000000-0000-7000-8000-000000000000'", "its bounds are not those"),
        ("month = month + interval '1 month'", "its bounds are not those"),
        ("count = count + 1", "not those that it names"),
        ("leaves = leaves + int8multirange(int8range(0, 1))", "not those that it names"),
        ("digest = sha256('x')", "not those that it names"),
        ("root = sha256('x')", "was never signed"),
        ("size = size + 1000000", "was never signed"),
        ("entry_id = gen_random_uuid()", "no checkpoint covers"),
    ],
)
def test_a_row_that_was_widened(pruned, check, attack, change, problem):
    attack(f"update ledger_prune set {change} where month = %s", [pruned.month])
    with pytest.raises(NotVerified, match=problem):
        check(columns=False)


def test_a_row_that_was_widened_to_another_month_and_made_to_fit(pruned, check, attack, owner):
    """All of it fits the leaves, which anybody can do; the entry does not say so."""
    now = datetime.now(UTC)
    young = date(now.year, now.month, 1)
    low, beyond = bounds_of(young)
    attack(
        "update ledger_prune set (month, lowest, beyond, leaves, count, digest) ="
        " (select %s::date, %s::uuid, %s::uuid, leaves, count, digest"
        " from ledger_leaves_of(%s, %s)) where month = %s",
        [young, low, beyond, low, beyond, pruned.month],
    )
    with pytest.raises(NotVerified):
        check()


FORGED = [
    ("month = month + interval '1 year'", "no statement of the log"),
    ("note = replace(note, 'destroyed ', 'destroyed 0-0,')", "does not fit the note"),
    ("note = (select note from ledger_checkpoint order by size limit 1)", "names no entries"),
]


@pytest.mark.parametrize(("change", "problem"), FORGED)
def test_a_statement_that_was_changed(pruned, check, attack, change, problem):
    attack(f"update ledger_prune_statement set {change} where month = %s", [pruned.month])
    with pytest.raises(NotVerified, match=problem):
        check(columns=False)


def test_a_row_that_was_removed(pruned, check, attack):
    attack("delete from ledger_prune where month = %s", [pruned.month])
    with pytest.raises(NotVerified, match="is missing"):
        check(columns=False)


@pytest.fixture
def announced(planned, as_login):
    with as_login("owner"):
        announce(planned, authority="Somebody's")
    return planned.month


@pytest.fixture
def announced_and_signed(announced, placer, connected, settings):
    place_all(placer)
    mirror(connected, settings)
    return announced


def test_some_entries_of_an_announced_month(announced_and_signed, check, attack):
    those = gone(announced_and_signed).replace("entry_id", "id")
    first = f"(select id from ledger_entry where {those} order by id limit 1)"
    attack(f"delete from ledger_entry where id = {first}")
    with pytest.raises(NotVerified, match="2 of its 3 entries"):
        check(columns=False)


def test_all_entries_of_an_announced_month_before_that_is_signed(announced, check, attack):
    those = gone(announced).replace("entry_id", "id")
    attack(f"delete from ledger_entry where {those}")
    with pytest.raises(NotVerified, match="no checkpoint covers"):
        check(columns=False)


# The command


@pytest.fixture
def run(as_login, log):
    def run_one(*words):
        with as_login("owner"):
            return CliRunner().invoke(app, ["prune", *words])

    return run_one


def before(month):
    return f"--before={next_month(month):%Y-%m}"


def test_by_default_it_only_says_what_it_would_do(old, run, check):
    found = run(before(old), "--json")
    assert found.exit_code == 0, found.output
    told = json.loads(found.stdout)
    assert told["destroyed"] is False
    assert {"month": f"{old:%Y-%m}", "entries": 3} in told["months"]
    assert f"{old:%B %Y}: 3 entries" in run(before(old)).stdout
    assert check().opened


def test_it_destroys_once_the_entry_about_it_is_mirrored(
    old, run, check, placer, connected, settings, monkeypatch
):
    real, sequencer = command.is_covered, connected("sequencer")

    def sequenced(*arguments):
        """As the sequencer would, beside the command."""
        place_all(placer)
        catch_up(sequencer, settings.CHAPERONE_MIRRORS[0])
        return real(*arguments)

    monkeypatch.setattr(command, "is_covered", sequenced)
    found = run(before(old), "--destroy", "--authority", "Decision 12 of the officer")
    assert found.exit_code == 0, found.output
    assert "verifies as before" in found.stdout
    assert check()


def test_it_destroys_nothing_while_that_is_not_mirrored(old, run, check, monkeypatch, owner):
    monkeypatch.setattr(command, "WAIT_SECONDS", 0.0)
    found = run(before(old), "--destroy", "--authority", "Decision 12")
    assert found.exit_code == 1
    assert "is announced" in found.output
    low, beyond = bounds_of(old)
    assert owner.execute(
        f"select count(*) from ledger_entry_{old:%Y_%m} where id between %s and %s", [low, beyond]
    ).fetchone() == (3,)


@pytest.mark.parametrize(
    "words",
    [["--before=2018"], ["--before=2018-13"], ["--before=then"], ["--before=2018-01", "--destroy"]],
    ids=" ".join,
)
def test_misuse(run, words, platform):
    assert run(*words).exit_code == 2


def test_young_months_are_refused(run, old):
    now = datetime.now(UTC)
    found = run(f"--before={now - timedelta(days=300):%Y-%m}")
    assert found.exit_code == 1
    assert "is kept until" in found.output
