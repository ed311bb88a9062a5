"""pgBackRest for real, on a PostgreSQL of the platform: made, verified, spoilt, found, taken back."""

import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaperone.continuity.archiving.pgbackrest import configuration, reading
from chaperone.continuity.archiving.pgbackrest.commands import BackRest
from chaperone.continuity.archiving.pgbackrest.errors import AnswerUnreadable, BackRestFailed
from chaperone.database.placement import runner

GOOD = """stanza: demo
status: ok
  archiveId: 15-1, total WAL checked: 3, total valid WAL: 3
    missing: 0, checksum invalid: 0, size invalid: 0, other: 0
  backup: 20261126-111144F, status: valid, total files checked: 966, total valid files: 966
    missing: 0, checksum invalid: 0, size invalid: 0, other: 0
"""


def test_a_good_answer():
    assert reading.verdict(GOOD, "demo") == ((), 1, 966, 3)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("status: ok", "status: error"),
        ("total valid WAL: 3", "total valid WAL: 2"),
        ("status: valid", "status: invalid"),
        ("status: valid", "status: manifest missing"),
        ("status: valid", "status: in-progress"),
        ("total valid files: 966", "total valid files: 965"),
        ("missing: 0", "missing: 1"),
        ("checksum invalid: 0", "checksum invalid: 1"),
        ("size invalid: 0", "size invalid: 1"),
        ("other: 0", "other: 1"),
        ("  archiveId: 15-1, total WAL checked: 3, total valid WAL: 3", "  archiveId: none found"),
        ("    missing: 0", "    stale: 1, missing: 0"),
    ],
)
def test_whatever_is_not_good_is_a_problem(old, new):
    assert old in GOOD
    assert reading.verdict(GOOD.replace(old, new), "demo").problems


@given(st.text(max_size=300))
def test_noise_is_never_well(text):
    with suppress(AnswerUnreadable):
        assert reading.verdict(text, "demo").problems
    with pytest.raises(AnswerUnreadable):
        reading.listed(text, "demo")


@given(st.sampled_from(GOOD.splitlines()), st.sampled_from(GOOD.splitlines()))
def test_a_line_less_is_never_more(one, two):
    lines = [line for line in GOOD.splitlines() if line not in (one, two)]
    try:
        found = reading.verdict("\n".join(lines), "demo")
    except AnswerUnreadable:
        return
    assert found.problems or found.backups == 1


PLAN = configuration.Plan("demo", Path("/d"), 5432, Path("/s"), "boss", Path("/r"), Path("/w"))


def test_our_configuration_lacks_nothing_and_holds_no_passphrase():
    text = configuration.written(PLAN)
    assert list(configuration.shortcomings(text, "demo")) == []
    assert "cipher-pass=" not in text


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("repo1-cipher-type=aes-256-cbc\n", "", "in clear"),
        ("aes-256-cbc", "none", "in clear"),
        ("repo1-retention-full=2\n", "", "never expire"),
        ("start-fast=y", "repo1-cipher-pass=secret", "environment"),
        ("start-fast=y", "repo1-storage-verify-tls=n", "anybody"),
        ("start-fast=y", "repo2-path=/other", "repo2-cipher-type"),
        ("[demo]", "[other]", "no database"),
        ("[global]", "[", "not a configuration"),
    ],
)
def test_what_a_configuration_lacks_is_said(old, new, said):
    text = configuration.written(PLAN).replace(old, new)
    assert said in " ".join(configuration.shortcomings(text, "demo"))


@pytest.mark.parametrize(
    "change", [{"stanza": "a\nb"}, {"user": "x y"}, {"data": Path("rel")}, {"work": Path("/a\nb")}]
)
def test_a_value_that_could_end_its_line_is_refused(change):
    with pytest.raises(ValueError, match=r"."):
        configuration.written(PLAN._replace(**change))


class Platform:
    """PostgreSQL of the platform's packages, whose version pgBackRest knows."""

    def __init__(self, root: Path) -> None:
        self.user = runner()
        self.root = root
        self.programs = max(Path("/usr/lib/postgresql").glob("*/bin/postgres")).parent
        for name in ("data", "repository", "socket", "work", "work/log", "work/lock", "work/spool"):
            (root / name).mkdir(mode=0o700)
            self.user.owns(root / name)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        plan = configuration.Plan(
            "demo",
            root / "data",
            self.port,
            root / "socket",
            "boss",
            root / "repository",
            root / "work",
        )
        file = root / "pgbackrest.conf"
        file.write_text(configuration.written(plan))
        self.backrest = BackRest("demo", file, "correct horse battery")

    def run(self, *command: object, **environment: str) -> None:
        identity = self.user.identity | {"env": self.user.identity["env"] | environment}
        subprocess.run(
            [str(word) for word in command],
            cwd=self.root,
            check=True,
            stdout=subprocess.DEVNULL,
            **identity,
        )

    def make(self) -> None:
        self.run(
            self.programs / "initdb",
            "-D",
            self.root / "data",
            "-U",
            "boss",
            "--no-sync",
            "-A",
            "trust",
        )

    def start(self, data: Path) -> None:
        archive = self.backrest.archive_command()
        options = f"-p {self.port} -k {self.root}/socket -c listen_addresses='' -c fsync=off -c archive_mode=on -c archive_command='{archive}'"
        self.run(
            self.programs / "pg_ctl",
            "-D",
            data,
            "-w",
            "-o",
            options,
            "-l",
            self.root / "work" / "server.log",
            "start",
            PGBACKREST_REPO1_CIPHER_PASS=self.backrest.passphrase,
        )

    def stop(self, data: Path) -> None:
        self.run(self.programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")

    def sql(self, statement: str):
        dsn = f"host={self.root}/socket port={self.port} user=boss dbname=postgres"
        with psycopg.connect(dsn, autocommit=True) as boss:
            found = boss.execute(statement)
            return found.fetchall() if found.description else None


@pytest.fixture(scope="module")
def platform():
    assert shutil.which("pgbackrest"), "The tests of pgBackRest need it: bin/backrest installs it."
    with tempfile.TemporaryDirectory(prefix="chaperone-backrest-", dir="/tmp") as name:
        root = Path(name)
        root.chmod(0o711)
        made = Platform(root)
        made.make()
        made.start(root / "data")
        try:
            made.backrest.create()
            made.sql("create table texts (n int)")
            made.backrest.back_up()
            yield made
        finally:
            made.stop(root / "data")


@pytest.mark.xdist_group("backrest")
def test_made_verified_spoilt_and_found(platform):
    backrest = platform.backrest
    (backup,), wrong = backrest.info()
    assert wrong == ()
    assert backup.kind == "full"
    assert backup.started_at <= backup.ended_at <= datetime.now(UTC)
    assert 0 < backup.kept < backup.size
    assert backrest.verify().problems == ()
    file = max(
        (
            platform.root / "repository" / "backup" / "demo" / backup.label / "pg_data" / "base"
        ).rglob("*.gz")
    )
    good = file.read_bytes()
    file.write_bytes(good[:40] + bytes([good[40] ^ 1]) + good[41:])
    told = " ".join(backrest.verify().problems)
    assert "altered: 1" in told
    assert "invalid" in told
    file.write_bytes(good)
    assert backrest.verify().problems == ()
    # Of this one `verify` says nothing at all.
    pieces = platform.root / "repository" / "archive" / "demo"
    last = next(path for path in pieces.rglob("*.gz") if path.name.startswith(backup.last))
    aside = platform.root / "aside"
    last.rename(aside)
    assert "lacks a piece" in " ".join(backrest.verify().problems)
    aside.rename(last)
    assert BackRest("demo", backrest.configuration, "wrong").verify().problems
    with pytest.raises(BackRestFailed, match="stanza"):
        BackRest("none", backrest.configuration, backrest.passphrase).back_up()


@pytest.mark.xdist_group("backrest")
def test_taken_back_to_a_moment(platform):
    platform.sql("insert into texts values (1)")
    # pgBackRest knows the second in which a backup ended: the moment must lie in a later one.
    ((moment,),) = platform.sql("select date_trunc('second', clock_timestamp()) + interval '1 s'")
    until = time.monotonic() + 60
    while platform.sql(f"select clock_timestamp() > '{moment}'") != [(True,)]:
        assert time.monotonic() < until, "the clock stands still"
        time.sleep(0.05)
    platform.sql("insert into texts values (2)")
    platform.sql("select pg_switch_wal()")
    while platform.sql(
        "select count(*) from pg_ls_archive_statusdir() where name like '%.ready'"
    ) != [(0,)]:
        assert time.monotonic() < until, "the log was not archived"
        time.sleep(0.05)
    data = platform.root / "restored"
    data.mkdir(mode=0o700)
    platform.user.owns(data)
    platform.backrest.restore(data, to=moment)
    platform.stop(platform.root / "data")
    platform.start(data)
    try:
        assert platform.sql("select n from texts") == [(1,)]
    finally:
        platform.stop(data)
        platform.start(platform.root / "data")
