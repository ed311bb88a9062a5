"""The journal file alone: attacks on it while it is written, and after."""

import os
import random
import subprocess
import sys
from base64 import b64encode
from pathlib import Path

import pytest

from chaperone.continuity.emergency.errors import (
    JournalAltered,
    JournalClosed,
    JournalInUse,
    JournalUnwritable,
)
from chaperone.continuity.emergency.journal.reading import read
from chaperone.continuity.emergency.journal.writing import Journal

KEY = b"k" * 32
HEAD = {"journal": "a journal"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.journal"


def write(path: Path, count: int = 5, *, end: bool = True) -> None:
    journal = Journal.create(path, KEY, HEAD)
    for number in range(count):
        journal.append("entry", id=number, sealed=b64encode(os.urandom(60)).decode())
    if end:
        journal.end()
    journal.close()


def lines_of(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines(keepends=True)


def put(path: Path, lines: list[bytes]) -> None:
    path.chmod(0o600)
    path.write_bytes(b"".join(lines))


def test_what_was_written_is_read_back_whole(path):
    write(path)
    found = read(path, KEY)
    assert [line.said["id"] for line in found.lines[:-1]] == [0, 1, 2, 3, 4]
    assert found.ended
    assert not found.problems
    assert path.stat().st_mode & 0o777 == 0o400


def test_each_bit_that_is_flipped_is_noticed(path):
    write(path, 3)
    whole = path.read_bytes()
    head = len(lines_of(path)[0])
    path.chmod(0o600)
    chosen = random.Random(7).sample(range(head * 8, len(whole) * 8), 1_000)
    for bit in chosen:
        changed = bytearray(whole)
        changed[bit // 8] ^= 1 << bit % 8
        path.write_bytes(changed)
        found = read(path, KEY)
        assert found.problems or found.torn, f"bit {bit}"


def test_lines_that_were_swapped_removed_inserted_or_doubled_are_noticed(path):
    write(path)
    whole = lines_of(path)
    for name, changed in {
        "swapped": [*whole[:2], whole[3], whole[2], *whole[4:]],
        "removed": [*whole[:3], *whole[4:]],
        "doubled": [*whole[:3], whole[2], *whole[3:]],
        "after the end": [*whole, whole[2]],
    }.items():
        put(path, changed)
        assert read(path, KEY).problems, name


def test_a_tail_that_was_cut_is_noticed_by_the_count_or_by_the_missing_exit_record(path):
    write(path)
    whole = lines_of(path)
    put(path, [*whole[:4], whole[-1]])
    assert any("counts 5 records; 3 are here" in each for each in read(path, KEY).problems)
    put(path, whole[:4])
    assert not read(path, KEY).ended


def test_who_does_not_hold_the_key_cannot_write_one(path):
    write(path)
    assert read(path, b"x" * 32).problems


def test_it_goes_on_after_its_writer_was_killed_and_drops_what_was_half_written(path):
    write(path, 2, end=False)
    with path.open("ab") as file:
        file.write(b"0f0f half a li")
    journal, found = Journal.resume(path, KEY)
    assert found.torn
    journal.append("entry", id=2)
    journal.end()
    assert [line.said.get("id") for line in read(path, KEY).lines] == [0, 1, 2, None]
    assert not read(path, KEY).problems


def test_one_that_was_altered_or_has_ended_is_not_gone_on_with(path):
    write(path)
    path.chmod(0o600)
    with pytest.raises(JournalClosed):
        Journal.resume(path, KEY)
    whole = lines_of(path)
    put(path, [*whole[:2], whole[3]])
    with pytest.raises(JournalAltered):
        Journal.resume(path, KEY)


def test_it_has_one_writer(path):
    journal = Journal.create(path, KEY, HEAD)
    with pytest.raises(JournalInUse):
        Journal.resume(path, KEY)
    journal.close()


def remove(path: Path) -> None:
    path.unlink()


def exchange(path: Path) -> None:
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content)


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 10)


def lengthen(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"x\n")


def forbid(path: Path) -> None:
    path.chmod(0o400)


def expose(path: Path) -> None:
    path.chmod(0o644)


@pytest.mark.parametrize("attack", [remove, exchange, cut, lengthen, forbid, expose])
def test_nothing_is_written_once_the_file_is_not_the_one_it_was(path, attack):
    journal = Journal.create(path, KEY, HEAD)
    journal.append("entry", id=1)
    attack(path)
    with pytest.raises(JournalAltered):
        journal.append("entry", id=2)
    journal.close()


FILL = """
import resource, signal, sys
from pathlib import Path
from chaperone.continuity.emergency.errors import JournalUnwritable
from chaperone.continuity.emergency.journal.writing import Journal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
journal = Journal.create(Path(sys.argv[1]), b"k" * 32, {"journal": "a journal"})
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))
written = refused = 0
for number in range(40):
    try:
        journal.append("entry", id=number, sealed="x" * 100)
        written += 1
    except JournalUnwritable:
        refused += 1
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
journal.append("entry", id=99)
journal.end()
print(written, refused)
"""


def test_where_there_is_no_room_it_says_so_and_goes_on_when_there_is(path):
    done = subprocess.run(
        [sys.executable, "-c", FILL, str(path)], check=True, capture_output=True, text=True
    )
    written, refused = map(int, done.stdout.split())
    assert written > 0
    assert refused == 40 - written
    found = read(path, KEY)
    assert not found.problems
    assert len(found.lines) == written + 2


def test_a_disk_that_fails_is_not_asked_twice(path, monkeypatch):
    journal = Journal.create(path, KEY, HEAD)

    def fail(_descriptor: int) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", fail)
        with pytest.raises(JournalUnwritable):
            journal.append("entry", id=1)
    with pytest.raises(JournalUnwritable):
        journal.append("entry", id=2)
    journal.close()
