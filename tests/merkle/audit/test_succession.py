"""Changes of the log's key: who may sign what, before and after."""

from pathlib import Path

import pytest

from chaperone.merkle.audit.directory import verify_directory
from chaperone.merkle.audit.keys import VerifierKey
from chaperone.merkle.audit.succession import Succession
from chaperone.merkle.errors import (
    BadPlace,
    BadSignature,
    MalformedKeyChange,
    MerkleError,
    NoKnownSignature,
)
from chaperone.merkle.log.checkpoints import sign_checkpoint, sign_key_change
from chaperone.merkle.log.frontier import Frontier
from chaperone.merkle.log.hashing import leaf_hashes
from chaperone.merkle.log.signing import Signer
from tests.merkle.folders import KEY, SIGNER, checkpoint_of, entries, flip, publish_sizes

SECOND = Signer(SIGNER.name, b"the second seed, 32 bytes long..")
THIRD = Signer(SIGNER.name, b"the third seed, 32 bytes long...")
LOG = entries(400)


def key(signer: Signer) -> VerifierKey:
    return VerifierKey.parse(signer.verifier_key)


def root(size: int, log: list[bytes] = LOG) -> bytes:
    frontier = Frontier()
    frontier.append(leaf_hashes(log[:size]))
    return frontier.root()


def change(old: Signer, new: Signer, size: int) -> bytes:
    return sign_key_change(old, new, size=size, root=root(size))


FIRST_CHANGE, SECOND_CHANGE = change(SIGNER, SECOND, 100), change(SECOND, THIRD, 200)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Signed by the first key up to 100, by the second up to 200, then by the third."""
    publish_sizes(tmp_path, LOG, 50, 100)
    for signer, sizes in ((SECOND, (150, 200)), (THIRD, (250, 300))):
        publish_sizes(tmp_path, LOG, *sizes, signer=signer)
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys/000").write_bytes(FIRST_CHANGE)
    (tmp_path / "keys/001").write_bytes(SECOND_CHANGE)
    return tmp_path


def test_who_has_the_first_key_follows_to_the_newest(folder: Path) -> None:
    report = verify_directory(folder, [KEY])
    assert (report.checkpoint.size, report.kept_checkpoints) == (300, 6)
    assert [(one.size, one.key) for one in report.key_changes] == [
        (100, key(SECOND)),
        (200, key(THIRD)),
    ]


def test_a_change_is_a_checkpoint_that_anyone_of_the_family_reads() -> None:
    for signer in (SIGNER, SECOND):
        assert Succession((key(signer),)).open(FIRST_CHANGE).size == 100


def test_each_checkpoint_counts_under_the_key_in_force_at_its_size() -> None:
    keys = Succession.follow([KEY], [FIRST_CHANGE, SECOND_CHANGE])
    right = {SIGNER: (1, 100), SECOND: (101, 200), THIRD: (201, 400)}
    for signer, sizes in right.items():
        for size in (1, 100, 101, 200, 201, 400):
            note = sign_checkpoint(signer, size=size, root=root(size))
            if sizes[0] <= size <= sizes[1]:
                assert keys.open(note).size == size
            else:
                with pytest.raises(NoKnownSignature):
                    keys.open(note)


def test_the_new_key_alone_cannot_sign_another_past(folder: Path) -> None:
    """Nor can it where the verifier was given the newest key, too."""
    other = [b"another past", *LOG[1:]]
    note = sign_checkpoint(SECOND, size=50, root=root(50, other))
    (folder / "checkpoints/050").write_bytes(note)
    for keys in ([KEY], [KEY, key(SECOND)]):
        with pytest.raises(BadPlace, match="checkpoints/050"):
            verify_directory(folder, keys)


def test_who_was_given_later_keys_as_well_does_not_let_them_sign_the_past() -> None:
    keys = Succession.follow([KEY, key(SECOND), key(THIRD)], [FIRST_CHANGE, SECOND_CHANGE])
    for signer in (SECOND, THIRD):
        with pytest.raises(NoKnownSignature):
            keys.open(sign_checkpoint(signer, size=50, root=root(50)))


def test_the_new_key_alone_cannot_state_a_change(folder: Path) -> None:
    forged = sign_key_change(SECOND, THIRD, size=90, root=root(90))
    (folder / "keys/000").write_bytes(forged)
    with pytest.raises(BadPlace, match="keys/000"):
        verify_directory(folder, [KEY])


def test_the_old_key_alone_signs_nothing_after_the_change(folder: Path) -> None:
    (folder / "checkpoint").write_bytes(checkpoint_of(LOG[:300], SIGNER))
    with pytest.raises(BadPlace, match="checkpoint: expected a signed checkpoint"):
        verify_directory(folder, [KEY])


def test_the_old_key_alone_cannot_take_the_log_elsewhere() -> None:
    """A change needs the signature of the key that it names."""
    text, _, lines = change(SIGNER, SECOND, 100).partition(b"\n\n")
    by_old = text + b"\n\n" + lines.splitlines(keepends=True)[0]
    by_new = text + b"\n\n" + lines.splitlines(keepends=True)[1]
    for note in (by_old, by_new):
        with pytest.raises(NoKnownSignature):
            Succession((KEY,)).followed_by(note)
    with pytest.raises(NoKnownSignature):
        Succession.follow([KEY], [FIRST_CHANGE]).followed_by(change(SIGNER, THIRD, 200))


def test_without_its_changes_the_log_does_not_verify(folder: Path) -> None:
    (folder / "keys/001").unlink()
    with pytest.raises(BadPlace):
        verify_directory(folder, [KEY])
    (folder / "keys/000").unlink()
    with pytest.raises(BadPlace):
        verify_directory(folder, [KEY])


def test_a_change_whose_number_is_left_out_is_named(folder: Path) -> None:
    (folder / "keys/000").unlink()
    with pytest.raises(BadPlace, match="keys/000: expected a key change, found keys/001"):
        verify_directory(folder, [KEY])


def test_a_change_of_another_root_is_found(folder: Path) -> None:
    other = root(100, [b"x", *LOG[1:]])
    forged = sign_key_change(SIGNER, SECOND, size=100, root=other)
    (folder / "keys/000").write_bytes(forged)
    with pytest.raises(BadPlace, match="keys/000"):
        verify_directory(folder, [KEY])


def test_changes_go_forwards_and_to_another_key() -> None:
    after = Succession.follow([KEY], [FIRST_CHANGE])
    for size in (99, 100):
        with pytest.raises(MalformedKeyChange, match="later size"):
            after.followed_by(change(SECOND, THIRD, size))
    with pytest.raises(MalformedKeyChange, match="in force already"):
        Succession((key(SECOND),)).followed_by(FIRST_CHANGE)
    with pytest.raises(MalformedKeyChange):
        sign_key_change(SIGNER, SIGNER, size=1, root=root(1))
    with pytest.raises(MalformedKeyChange):
        sign_key_change(SIGNER, Signer("example.org/x", THIRD.seed), size=1, root=root(1))


@pytest.mark.parametrize("extensions", [(), ("note x",), ("next-key x",), ("next-key a", "b")])
def test_what_names_no_key_is_no_change(extensions: tuple[str, ...]) -> None:
    note = sign_checkpoint(SIGNER, size=100, root=root(100), extensions=extensions)
    with pytest.raises(MalformedKeyChange):
        Succession((KEY,)).followed_by(note)


def test_a_change_to_the_key_of_another_log_is_refused() -> None:
    other = Signer("example.org/other", THIRD.seed).verifier_key
    note = sign_checkpoint(SIGNER, size=9, root=root(9), extensions=[f"next-key {other}"])
    with pytest.raises(MalformedKeyChange, match="another log"):
        Succession((KEY,)).followed_by(note)


def test_any_flipped_bit_of_a_change_is_refused() -> None:
    for place in range(len(FIRST_CHANGE)):
        with pytest.raises(MerkleError):
            Succession((KEY,)).followed_by(flip(place)(FIRST_CHANGE))


def test_a_bad_signature_of_the_key_in_force_spoils_it() -> None:
    spoiled = FIRST_CHANGE + FIRST_CHANGE.partition(b"\n\n")[2].replace(b" ", b" ", 1)
    worse = spoiled.replace(b"\n\n", b"\nx\n\n")
    with pytest.raises((BadSignature, MalformedKeyChange)):
        Succession((KEY,)).followed_by(worse)
