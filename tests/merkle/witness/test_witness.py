"""Attacks on a log that is watched, and what its witness does at each."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from shutil import copytree, rmtree

import pytest

from chaperone.merkle.audit.cosignatures import cosigned_by
from chaperone.merkle.command import main
from chaperone.merkle.errors import (
    Alarm,
    LogForked,
    LogNotContinued,
    LogShrunk,
    LogStale,
    MemoryUnusable,
    NotFetched,
    NotSignedByLog,
)
from chaperone.merkle.log.checkpoints import sign_key_change
from chaperone.merkle.log.signing import Signer
from chaperone.merkle.witness.keys import Cosigner
from chaperone.merkle.witness.memory import Memory, memory_in
from chaperone.merkle.witness.sources import FolderSource
from chaperone.merkle.witness.watching import Look, look
from tests.merkle.audit.test_succession import SECOND, root
from tests.merkle.folders import KEY, SIGNER, change, checkpoint_of, entries, flip, publish_sizes

LOG = entries(70_000)
OTHER = [*LOG[:40], b"another history", *LOG[41:2_000]]
COSIGNER = Cosigner("witness.example/w1", b"a witness's seed, 32 bytes long.")
NOW = 1_800_000_000.0


@pytest.fixture
def log(tmp_path: Path) -> Path:
    publish_sizes(tmp_path / "log", LOG, 100)
    return tmp_path / "log"


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    with memory_in(tmp_path / "state", [KEY]) as found:
        yield found


@pytest.fixture
def at(log: Path, memory: Memory) -> Look:
    return Look(FolderSource(log), memory, COSIGNER, stale_after=600)


def replaced_by(log: Path, history: list[bytes], *sizes: int, signer: Signer = SIGNER) -> None:
    """The log now shows another history."""
    rmtree(log)
    publish_sizes(log, history, *sizes, signer=signer)


def test_what_grows_is_cosigned_and_remembered(at: Look, log: Path, memory: Memory) -> None:
    for size, now in ((100, NOW), (100, NOW + 9), (256, NOW + 10), (700, NOW + 20)):
        publish_sizes(log, LOG, size)
        cosigned, checkpoint = look(at, now)
        assert checkpoint.size == size
        assert cosigned_by(cosigned, [COSIGNER.key]) == {COSIGNER.key: int(now)}
        assert (memory.folder / "checkpoint").read_bytes() == cosigned
        assert cosigned.startswith(checkpoint_of(LOG[:size]))


def test_across_levels_with_the_tiles_it_needs_and_never_an_entry(
    at: Look, log: Path, memory: Memory
) -> None:
    look(at, NOW)
    publish_sizes(log, LOG, 65_500, 70_000)
    rmtree(log / "tile/entries")
    read: list[str] = []

    class Counting(FolderSource):
        def read(self, path: str, longest: int) -> bytes:
            read.append(path)
            return super().read(path, longest)

    assert look(Look(Counting(log), memory, COSIGNER), NOW + 1)[1].size == 70_000
    assert len(read) <= 6
    assert not [path for path in read if "entries" in path]


def test_the_first_look_trusts_what_the_log_signed(at: Look, log: Path) -> None:
    rmtree(log / "tile")
    assert look(at, NOW)[1].size == 100


def test_a_fork_at_one_size(at: Look, log: Path) -> None:
    look(at, NOW)
    replaced_by(log, OTHER, 100)
    with pytest.raises(LogForked, match="size 100") as caught:
        look(at, NOW)
    assert caught.value.remembered.startswith(checkpoint_of(LOG[:100]))
    assert caught.value.found == checkpoint_of(OTHER[:100])


@pytest.mark.parametrize("size", [101, 256, 700, 1_999])
def test_a_fork_that_grew_on(at: Look, log: Path, size: int) -> None:
    look(at, NOW)
    replaced_by(log, OTHER, size)
    with pytest.raises(LogNotContinued):
        look(at, NOW)


def test_a_shrunk_log_and_a_replayed_checkpoint(at: Look, log: Path) -> None:
    old = (log / "checkpoint").read_bytes()
    publish_sizes(log, LOG, 300)
    look(at, NOW)
    (log / "checkpoint").write_bytes(old)
    with pytest.raises(LogShrunk, match="from 300 entries to 100"):
        look(at, NOW)
    replaced_by(log, OTHER, 299)
    with pytest.raises(LogShrunk):
        look(at, NOW)


def test_rewritten_history_under_the_old_tiles(at: Look, log: Path) -> None:
    """The tiles are the true ones, the signed root is another: the proof binds both."""
    look(at, NOW)
    publish_sizes(log, LOG, 700)
    (log / "checkpoint").write_bytes(checkpoint_of(OTHER[:700]))
    with pytest.raises(LogNotContinued):
        look(at, NOW)


@pytest.mark.parametrize("tile", ["tile/0/000", "tile/0/002.p/188", "tile/1/000.p/2"])
def test_tiles_that_lie_prove_nothing(at: Look, log: Path, tile: str) -> None:
    look(at, NOW)
    publish_sizes(log, LOG, 700)
    for place in range(0, (log / tile).stat().st_size, 32):
        change(log / tile, flip(place))
    with pytest.raises(LogNotContinued):
        look(at, NOW)


def test_another_logs_checkpoint(at: Look, log: Path) -> None:
    look(at, NOW)
    other = Signer("example.org/other", SIGNER.seed)
    replaced_by(log, LOG, 300, signer=other)
    with pytest.raises(NotSignedByLog):
        look(at, NOW)


def test_a_bad_signature_and_no_note_at_all(at: Look, log: Path) -> None:
    look(at, NOW)
    good = checkpoint_of(LOG[:300])
    for note in (good.replace(b"\n300\n", b"\n301\n"), b"", b"\xff", good[:-5], good * 2):
        (log / "checkpoint").write_bytes(note)
        with pytest.raises(NotSignedByLog) as caught:
            look(at, NOW)
        assert caught.value.found == note


def test_a_stale_log(at: Look, log: Path) -> None:
    look(at, NOW)
    look(at, NOW + 600)
    with pytest.raises(LogStale, match="100 entries for 10 minutes"):
        look(at, NOW + 601)
    publish_sizes(log, LOG, 101)
    assert look(at, NOW + 602)[1].size == 101
    look(at, NOW + 1_202)


def test_after_an_alarm_nothing_is_cosigned_or_forgotten(at: Look, log: Path) -> None:
    look(at, NOW)
    kept = (at.memory.folder / "checkpoint").read_bytes()
    copytree(log, log.with_name("true"))
    replaced_by(log, OTHER, 700)
    for _ in range(2):
        with pytest.raises(Alarm):
            look(at, NOW)
    assert (at.memory.folder / "checkpoint").read_bytes() == kept
    assert look(Look(FolderSource(log.with_name("true")), at.memory, COSIGNER), NOW)[1].size == 100


def test_what_cannot_be_read_is_no_alarm_and_no_cosignature(at: Look, log: Path) -> None:
    look(at, NOW)
    publish_sizes(log, LOG, 700)
    (log / "tile/0/000").unlink()
    with pytest.raises(NotFetched, match="tile/0/000"):
        look(at, NOW)
    (log / "tile/0/000").write_bytes(bytes(8_191))
    with pytest.raises(NotFetched, match="too short"):
        look(at, NOW)
    (log / "tile/0/000").write_bytes(bytes(8_193))
    with pytest.raises(NotFetched, match="longer than"):
        look(at, NOW)
    rmtree(log)
    with pytest.raises(NotFetched):
        look(at, NOW)


def test_a_change_of_key_is_followed_and_remembered(at: Look, log: Path) -> None:
    look(at, NOW)
    publish_sizes(log, LOG, 150)
    publish_sizes(log, LOG, 300, signer=SECOND)
    (log / "keys").mkdir()
    (log / "keys/000").write_bytes(sign_key_change(SIGNER, SECOND, size=150, root=root(150)))
    assert look(at, NOW)[1].size == 300
    assert (at.memory.folder / "keys/000").exists()
    rmtree(log / "keys")
    publish_sizes(log, LOG, 310, signer=SECOND)
    assert look(at, NOW)[1].size == 310
    (log / "checkpoint").write_bytes(checkpoint_of(LOG[:320], SIGNER))
    with pytest.raises(NotSignedByLog):  # the old key signs on
        look(at, NOW)


def test_a_change_of_key_in_the_past_or_of_another_history_is_refused(at: Look, log: Path) -> None:
    look(at, NOW)
    publish_sizes(log, LOG, 300, signer=SECOND)
    (log / "keys").mkdir()
    for size, of, alarm in (
        (50, root(50), LogShrunk),
        (100, root(100, OTHER), LogForked),
        (150, root(150, OTHER), LogNotContinued),
        (301, root(301), LogShrunk),
    ):
        (log / "keys/000").write_bytes(sign_key_change(SIGNER, SECOND, size=size, root=of))
        with pytest.raises(alarm):
            look(at, NOW)
        assert not (at.memory.folder / "keys").exists()


def test_the_memory_never_goes_back(at: Look, log: Path, memory: Memory) -> None:
    publish_sizes(log, LOG, 300)
    cosigned, checkpoint = look(at, NOW)
    smaller = checkpoint_of(LOG[:100])
    with pytest.raises(MemoryUnusable, match="from 300 back to 100"):
        memory.remember(smaller, memory.succession().open(smaller), NOW)
    assert (memory.folder / "checkpoint").read_bytes() == cosigned
    assert memory.newest() is not None
    assert checkpoint.size == 300


def test_a_harmed_memory_cosigns_nothing(at: Look, memory: Memory) -> None:
    look(at, NOW)
    for name in ("checkpoint", "newest-since"):
        path = memory.folder / name
        before = path.read_bytes()
        for harmed in (b"", before[1:], b"\xff"):
            path.write_bytes(harmed)
            with pytest.raises(MemoryUnusable):
                look(at, NOW)
        path.write_bytes(before)
    (memory.folder / "newest-since").unlink()
    with pytest.raises(MemoryUnusable, match="is missing"):
        look(at, NOW)


def test_one_memory_serves_one_witness(memory: Memory) -> None:
    with pytest.raises(MemoryUnusable, match="another witness"), memory_in(memory.folder, [KEY]):
        raise AssertionError("not reached")


def test_a_cut_off_write_leaves_the_memory_whole(
    at: Look, log: Path, memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cut off at each rename in turn: it still knows the old size or already the new one."""
    look(at, NOW)
    replace, size = Path.replace, 100
    for last in range(3):
        size += 100
        publish_sizes(log, LOG, size)
        left = [last]

        def dying(path: Path, target: Path, left: list[int] = left) -> Path:
            if str(memory.folder) in str(path):
                if not left[0]:
                    raise OSError("died")
                left[0] -= 1
            return replace(path, target)

        monkeypatch.setattr(Path, "replace", dying)
        with suppress(OSError):
            look(at, NOW)
        monkeypatch.setattr(Path, "replace", replace)
        newest = memory.newest()
        assert newest is not None
        assert newest.checkpoint.size in (size - 100, size)
        assert look(at, NOW + 1)[1].size == size


# The command


@pytest.fixture
def own_key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert (
        main(["witness", "--own-key", str(tmp_path / "w.key"), "--make-key", "witness.example/w1"])
        == 0
    )
    public = capsys.readouterr().out
    assert public.startswith("witness.example/w1+")
    (tmp_path / "w.pub").write_text(public)
    assert (tmp_path / "w.key").stat().st_mode & 0o777 == 0o600
    return tmp_path / "w.key"


def command(log: Path, own_key: Path, *more: str) -> list[str]:
    state = ["--state", str(own_key.with_name("state"))]
    return ["witness", str(log), "--key", str(KEY), "--own-key", str(own_key), *state, *more]


def test_the_command_prints_and_keeps_the_cosigned_checkpoint(
    log: Path, own_key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(command(log, own_key, "--once", "--out", str(tmp_path / "cosigned"))) == 0
    said = capsys.readouterr()
    assert (tmp_path / "cosigned").read_text() == said.out
    assert "100 entries cosigned" in said.err


def test_the_command_shouts_keeps_the_evidence_and_runs_the_alarm(
    log: Path, own_key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(command(log, own_key))
    replaced_by(log, OTHER, 100)
    alarm = f"""sh -c 'printf "%s" "$WITNESS_ALARM" > {tmp_path}/rang; ls "$WITNESS_EVIDENCE" >> {tmp_path}/rang'"""
    capsys.readouterr()
    assert main(command(log, own_key, "--every", "0.01", "--on-alarm", alarm)) == 1
    said = capsys.readouterr()
    assert "ALARM. The log signed two roots for one size" in said.err
    assert not said.out
    (evidence,) = (own_key.with_name("state") / "evidence").iterdir()
    assert (evidence / "found").read_bytes() == checkpoint_of(OTHER[:100])
    assert (evidence / "remembered").read_bytes().startswith(checkpoint_of(LOG[:100]))
    assert (tmp_path / "rang").read_text().startswith("The log signed two roots")
    assert "remembered" in (tmp_path / "rang").read_text()


@pytest.mark.parametrize("alarm", ["false", "/no/such/command"])
def test_an_alarm_whose_command_fails_is_still_shouted(
    log: Path, own_key: Path, alarm: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(command(log, own_key))
    replaced_by(log, OTHER, 100)
    assert main(command(log, own_key, "--on-alarm", alarm)) == 1
    assert "ALARM." in capsys.readouterr().err


def test_the_command_says_what_it_could_not_read(
    log: Path, own_key: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (log / "checkpoint").unlink()
    assert main(command(log, own_key)) == 1
    assert "does not have this file" in capsys.readouterr().err


def test_verify_asks_for_a_quorum_of_named_witnesses(
    log: Path, own_key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(command(log, own_key, "--out", str(log / "checkpoints/100")))
    publish_sizes(log, LOG, 130)
    capsys.readouterr()
    stranger = str(Cosigner("witness.example/w2", b"x" * 32).key)
    verify = ["verify", str(log), "--key", str(KEY), "--witness", str(tmp_path / "w.pub")]
    assert main(verify) == 0
    assert "The first 100 entries are witnessed: witness.example/w1 (" in capsys.readouterr().out
    assert main([*verify, "--witness", stranger, "--quorum", "1", "--json"]) == 0
    assert '"witnessed": {"size": 100' in capsys.readouterr().out
    assert main([*verify, "--witness", stranger]) == 1
    assert "2 of the named witnesses cosigned, found at most 1" in capsys.readouterr().out
    for bad in (["--quorum", "0"], ["--quorum", "2"], ["--witness", "nothing"]):
        with pytest.raises(SystemExit):
            main([*verify, *bad])
    change(log / "checkpoints/100", lambda note: note[:-8] + b"AAAA" + note[-4:])
    assert main(verify) == 1


def test_one_key_under_two_names_is_one_witness(log: Path, own_key: Path, tmp_path: Path) -> None:
    main(command(log, own_key, "--out", str(log / "checkpoints/100")))
    twice = [
        str(COSIGNER.key),
        str(Cosigner("witness.example/again", b"a witness's seed, 32 bytes long.").key),
    ]
    verify = ["verify", str(log), "--key", str(KEY), "--witness", twice[0], "--witness", twice[1]]
    with pytest.raises(SystemExit):
        main([*verify, "--quorum", "2"])


MISUSED = {
    "no key of its own": ["witness", "LOG", "--key", str(KEY), "--state", "S"],
    "no state": ["witness", "LOG", "--key", str(KEY), "--own-key", "OWN"],
    "no log": ["witness", "--key", str(KEY), "--own-key", "OWN", "--state", "S"],
    "no log's key": ["witness", "LOG", "--own-key", "OWN", "--state", "S"],
    "a key that exists": ["witness", "--own-key", "OWN", "--make-key", "witness.example/w1"],
    "a name with spaces": ["witness", "--own-key", "NEW", "--make-key", "a witness"],
    "a web address without TLS": ["witness", "http://x.example", "--key", str(KEY), "--own-key", "OWN", "--state", "S"],
    "a key file that is none": ["witness", "LOG", "--key", str(KEY), "--own-key", "PUB", "--state", "S"],
    "no seconds": ["witness", "LOG", "--key", str(KEY), "--own-key", "OWN", "--state", "S", "--every", "0"],
    "certificates that are not there": ["witness", "https://x.example", "--key", str(KEY), "--own-key", "OWN", "--state", "S", "--ca", "S/none"],
}  # fmt: skip


@pytest.mark.parametrize("name", MISUSED)
def test_misuse_exits_2(log: Path, own_key: Path, name: str, tmp_path: Path) -> None:
    places = {
        "LOG": log,
        "OWN": own_key,
        "PUB": tmp_path / "w.pub",
        "NEW": tmp_path / "n",
        "S": tmp_path / "s",
    }
    words = [str(places.get(word, word)) for word in MISUSED[name]]
    with pytest.raises(SystemExit) as caught:
        main(words)
    assert caught.value.code == 2


def test_a_key_that_others_may_read_is_refused(log: Path, own_key: Path) -> None:
    own_key.chmod(0o640)
    with pytest.raises(SystemExit):
        main(command(log, own_key))
