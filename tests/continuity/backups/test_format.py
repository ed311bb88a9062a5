"""The file of a backup: what is written can be read by anyone's age and tar, and nothing else."""

import hashlib
import io
import os
import random
import tarfile
import tracemalloc

import pyrage
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from chaperone.continuity.backups.errors import (
    Altered,
    BackupError,
    KeyRefused,
    NewerFormat,
    NotABackup,
    Truncated,
    Unreadable,
    WrongKey,
)
from chaperone.continuity.backups.format import Content, read, seal, unsealed, verify, write
from chaperone.continuity.backups.streams import Pump
from tests.continuity.backups.making import HEADER, MANIFEST, backup, content, identity, recipient

FLIPS = int(os.environ.get("CHAPERONE_FLIPS", "60"))
OURS = identity()
TO = [recipient(OURS)]
WHOLE = backup(TO)
CHUNK = 65536 + 16
"""Of age: 64 KiB and the tag."""


def head_of(file: bytes) -> int:
    """Where age's header ends and the nonce begins."""
    return file.index(b"\n", file.index(b"\n--- ") + 1) + 1


def test_anyones_tools_open_it():
    plain = (
        zstandard.ZstdDecompressor()
        .decompressobj()
        .decompress(pyrage.decrypt(WHOLE, [pyrage.x25519.Identity.from_str(OURS)]))
    )
    with tarfile.open(fileobj=io.BytesIO(plain)) as archive:
        names = archive.getnames()
        found = archive.extractfile("database/000000")
        assert found is not None
        assert found.read() == random.Random(0).randbytes(200_000)
    assert names == ["header.json", "database/000000", "mirror/checkpoint", "manifest.json"]
    assert len(plain) % tarfile.RECORDSIZE == 0


def test_no_byte_of_the_content_stands_in_the_file():
    text = b"Ursula Testperson " * 5000
    file = backup(TO, Content("database/000000", len(text), [text]))
    assert b"Ursula" not in file
    assert b"manifest" not in file


def test_it_is_read_as_it_was_written():
    found = {
        member.name: b"".join(iter(lambda m=member: m.read(999), b""))
        for member in read(io.BytesIO(WHOLE), OURS)
    }
    assert found["database/000000"] == random.Random(0).randbytes(200_000)
    assert found["mirror/checkpoint"] == random.Random(1).randbytes(90)
    assert next(iter(found)) == "header.json"
    assert list(found)[-1] == "manifest.json"


def test_verifying_tells_what_it_is():
    found = verify(io.BytesIO(WHOLE), OURS)
    assert (found.size, found.sha256) == (len(WHOLE), hashlib.sha256(WHOLE).hexdigest())
    assert found.header == {"format": 1, **HEADER}
    assert found.manifest["rows"] == MANIFEST["rows"]
    assert [member["name"] for member in found.manifest["members"]] == [
        "header.json",
        "database/000000",
        "mirror/checkpoint",
    ]


def test_without_a_key_the_checksum_is_compared():
    digest = hashlib.sha256(WHOLE).hexdigest()
    assert verify(io.BytesIO(WHOLE), None, sha256=digest).manifest == {}
    with pytest.raises(WrongKey):
        verify(io.BytesIO(WHOLE), None)
    with pytest.raises(Altered):
        verify(io.BytesIO(WHOLE[:-1] + b"x"), None, sha256=digest)
    with pytest.raises(Truncated):
        verify(io.BytesIO(WHOLE[:-1]), None, sha256=digest, size=len(WHOLE))


def test_a_good_file_that_is_not_the_catalogues_is_told():
    with pytest.raises(Altered, match="catalogue"):
        verify(io.BytesIO(backup(TO)), OURS, sha256=hashlib.sha256(WHOLE).hexdigest())


def test_each_of_several_recipients_opens_it():
    other = identity()
    file = backup([*TO, recipient(other)])
    assert verify(io.BytesIO(file), OURS).header == verify(io.BytesIO(file), other).header


@pytest.mark.parametrize("which", ["wrong", "empty", "words"])
def test_another_key_opens_nothing(which):
    keys = {"wrong": identity(), "empty": "", "words": "AGE-SECRET-KEY-1QQQ"}
    with pytest.raises(WrongKey if which == "wrong" else KeyRefused):
        next(read(io.BytesIO(WHOLE), keys[which]))


@pytest.mark.parametrize("to", [[], ["age1nobody"], ["ssh-ed25519 AAAA"]])
def test_it_is_never_written_for_nobody(to):
    out = io.BytesIO()
    with pytest.raises(KeyRefused):
        write(out, [], header=HEADER, manifest=dict, recipients=to)
    assert out.getvalue() == b""


def test_every_flipped_bit_is_noticed():
    """Half of them in age's header, where there is structure to be hit."""
    chance = random.Random(20261126)
    head = head_of(WHOLE)
    for number in range(FLIPS):
        bit = chance.randrange((head if number % 2 else len(WHOLE)) * 8)
        changed = bytearray(WHOLE)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Unreadable):
            verify(io.BytesIO(changed), OURS)


def test_an_end_at_every_boundary_is_noticed():
    head = head_of(WHOLE)
    chunks = range(head + 16, len(WHOLE), CHUNK)
    boundaries = {0, 1, head - 1, head, head + 8, len(WHOLE) - 1, len(WHOLE) - 16, len(WHOLE) - 17}
    boundaries |= {WHOLE.index(b"\n", start) + 1 for start in range(0, head - 1, 20)}
    for cut in sorted(boundaries | set(chunks) | {chunk + 1 for chunk in chunks}):
        with pytest.raises(Truncated):
            verify(io.BytesIO(WHOLE[:cut]), OURS)


def test_what_was_added_chunks_exchanged_or_left_out_is_noticed():
    start = head_of(WHOLE) + 16
    head, chunks = WHOLE[:start], [WHOLE[at : at + CHUNK] for at in range(start, len(WHOLE), CHUNK)]
    assert len(chunks) > 3
    for changed in (
        [*chunks, b"x"],
        [chunks[1], chunks[0], *chunks[2:]],
        chunks[1:],
        chunks[:-1],
        [*chunks, *chunks],
    ):
        with pytest.raises(Unreadable):
            verify(io.BytesIO(head + b"".join(changed)), OURS)


@given(st.binary(max_size=3000))
def test_noise_is_no_backup(noise):
    with pytest.raises(Unreadable):
        verify(io.BytesIO(noise), OURS)


def _sealed(tar: bytes) -> io.BytesIO:
    out = io.BytesIO()
    seal(out, [tar], recipients=TO)
    out.seek(0)
    return out


def _tar(*files: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in files:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


HEAD = ("header.json", b'{"format": 1}')


@pytest.mark.parametrize(
    ("files", "error"),
    [
        ([], Truncated),
        ([("database/000000", b"x")], NotABackup),
        ([("header.json", b"[]")], Altered),
        ([("header.json", b"{}")], NotABackup),
        ([("header.json", b'{"format": 2}')], NewerFormat),
        ([HEAD], Truncated),
        ([HEAD, ("manifest.json", b"{")], Altered),
        ([HEAD, ("manifest.json", b"{}")], Altered),
        ([HEAD, ("manifest.json", b'{"members": []}')], Altered),
        ([HEAD, ("manifest.json", b'{"members": []}'), ("x", b"")], Altered),
        ([HEAD, ("../x", b"")], Altered),
        ([HEAD, ("a//b", b"")], Altered),
    ],
)
def test_what_was_encrypted_to_us_and_is_not_whole_is_told(files, error):
    """Whoever knows the recipient can encrypt to it; only the manifest makes a backup of it."""
    with pytest.raises(error):
        verify(_sealed(_tar(*files)), OURS)


def test_no_tar_at_all():
    with pytest.raises(NotABackup):
        verify(_sealed(b"hello" * 500), OURS)


@pytest.mark.parametrize("size", [199, 201])
def test_a_content_that_changes_while_it_is_read_breaks_off(size):
    with pytest.raises(BackupError, match="changed while it was read"):
        backup(TO, Content("files/a", 200, [b"x" * size]))


def test_what_the_source_raises_passes():
    def broken():
        yield b"x"
        raise ConnectionResetError("the dump ended")

    with pytest.raises(ConnectionResetError, match="the dump ended"):
        backup(TO, Content("database/000000", 9, broken()))


def test_what_the_disk_raises_passes():
    class Full:
        def write(self, data: bytes) -> int:
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        write(Full(), [content("x", 999_999)], header=HEADER, manifest=dict, recipients=TO)


def test_who_stops_reading_stops_the_decryption():
    with unsealed(io.BytesIO(WHOLE), OURS) as plain:
        plain.read(10)
    big = backup(TO, content("database/000000", 5_000_000))
    members = read(io.BytesIO(big), OURS)
    next(members)
    members.close()


def test_half_of_what_is_pumped_never_looks_whole():
    def work(out):
        out.write(b"half")
        raise BackupError("broken off")

    pump = Pump(work)
    assert pump.read(4) == b"half"
    with pytest.raises(BackupError, match="broken off"):
        pump.read(4)
    pump.close()


def test_memory_does_not_grow_with_the_size():
    """What Python holds at the most, for 4 and for 32 MiB."""
    block = random.Random(3).randbytes(1 << 20)

    class Nowhere:
        def write(self, data: bytes) -> int:
            return len(data)

    def most(count: int) -> int:
        tracemalloc.start()
        contents = (Content(f"database/{n:06}", 1 << 20, [block]) for n in range(count))
        write(Nowhere(), contents, header=HEADER, manifest=dict, recipients=TO)
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    assert most(32) < most(4) + (1 << 20)
