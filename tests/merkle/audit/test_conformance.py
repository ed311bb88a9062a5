"""Notes, keys and cosignatures that others made: what we read, they wrote.

Facts from the specifications C2SP signed-note, tlog-checkpoint and tlog-cosignature, from the tests of
transparency-dev/formats, and a checkpoint that a public log and its public witnesses signed in 2026.
"""

import pytest

from chaperone.merkle.audit.checkpoints import Checkpoint, open_checkpoint
from chaperone.merkle.audit.cosignatures import cosigned_by
from chaperone.merkle.audit.keys import CosignerKey, VerifierKey, cosigned_message
from chaperone.merkle.audit.layout import bundle_path, tile_path, tile_width
from chaperone.merkle.audit.notes import Note, open_note
from chaperone.merkle.errors import BadSignature, MalformedKey

SPECIFICATION_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
SPECIFICATION_NOTE = (
    "This is an example message.\n\n— example.com/foo"
    " Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
).encode()
SOFA = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— example.com/behind-the-sofa"
    " Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    "— witness.example.com/w1"
    " jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
).encode()
LOG_KEY = VerifierKey.parse(
    "arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f"
)
WITNESS_KEY = CosignerKey.parse(
    "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"
)
OTHER_WITNESS_KEY = CosignerKey.parse(
    "witness1.smartit.nu/witness1+a48c820f+BPSFWg9G6KPiO7QPryYO5Xq4oYJJ+kAvLKLSimDhoxMO"
)
PUBLIC_CHECKPOINT = """arche2025h1.staging.ct.transparency.dev
1432088532
U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=

— arche2025h1.staging.ct.transparency.dev zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllzalApkptQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=
— arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=
— transparency.dev/DEV:witness-little-garden 2AQqhwAAAABqEiEgzgFIqqhbUoDwjMWE6UP8nd8/KYTzwZ2rhIgcqoXHAwVkjZr4AscylP3v7sEodkRAErumC2q44vdgJY096st5BQ==
— witness1.smartit.nu/witness1 pIyCDwAAAABqEiEghIp82KWebrw7/oHQwlTAm3g2RKS4+eebl8eO0WH+/iEcxZ75W3u5hNI7TOQtmJbqmNWVuE0tgh0XwzdZsDsUAQ==
— remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==
""".encode()
SEEN_AT = 0x6A122120


def test_the_specifications_note() -> None:
    key = VerifierKey.parse(SPECIFICATION_KEY)
    assert key.key_id.hex() == "530d903a"
    assert open_note(SPECIFICATION_NOTE, [key]) == "This is an example message.\n"


def test_the_specifications_cosigned_checkpoint_is_taken_apart() -> None:
    """It states no keys: what can be checked is its form, and the message that is signed."""
    note = Note.parse(SOFA)
    assert Checkpoint.parse(note.text).size == 20852163
    cosignature = note.signatures[1].signature
    assert (len(cosignature), int.from_bytes(cosignature[:8], "big")) == (72, 1679315147)
    assert cosigned_message(note.text.encode(), 1679315147).decode() == (
        "cosignature/v1\ntime 1679315147\nexample.com/behind-the-sofa\n20852163\n"
        "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    )
    assert bytes(note) == SOFA


def test_a_public_logs_checkpoint_and_its_witnesses_cosignatures() -> None:
    """Among signatures of other kinds (RFC 6962) and of witnesses whom we do not know."""
    checkpoint = open_checkpoint(PUBLIC_CHECKPOINT, [LOG_KEY])
    assert checkpoint.size == 1432088532
    assert cosigned_by(PUBLIC_CHECKPOINT, [WITNESS_KEY, OTHER_WITNESS_KEY]) == {
        WITNESS_KEY: SEEN_AT,
        OTHER_WITNESS_KEY: SEEN_AT,
    }


@pytest.mark.parametrize(
    ("part", "other"),
    [(b"1432088532", b"1432088533"), (b"2net5wAAAABqEiEg", b"2net5wAAAABqEiEh")],
    ids=["another size", "another time"],
)
def test_a_cosignature_binds_the_checkpoint_and_its_time(part: bytes, other: bytes) -> None:
    with pytest.raises(BadSignature, match=r"remora\.n621\.de"):
        cosigned_by(PUBLIC_CHECKPOINT.replace(part, other), [WITNESS_KEY])


def test_a_cosignature_of_a_time_that_may_not_be_is_refused() -> None:
    late = (1 << 63).to_bytes(8, "big") + bytes(64)
    for signature in (late, b"", bytes(8), bytes(7)):
        with pytest.raises(BadSignature):
            WITNESS_KEY.verify(signature, b"text\n")


def test_keys_of_one_kind_are_not_taken_for_the_other() -> None:
    for parse, text in ((VerifierKey.parse, str(WITNESS_KEY)), (CosignerKey.parse, str(LOG_KEY))):
        with pytest.raises(MalformedKey, match="signature type"):
            parse(text)
    assert CosignerKey(LOG_KEY.name, LOG_KEY.public_key).key_id != LOG_KEY.key_id


def test_the_specifications_tree_of_70000() -> None:
    """tlog-tiles, "Partial Tiles"; and the path of index 1234067."""
    widths = {level: tile_width(level, (70_000 >> 8 * level) // 256, 70_000) for level in (0, 1, 2)}
    assert widths == {0: 112, 1: 17, 2: 1}
    assert tile_width(1, 0, 256) == 1
    assert tile_path(0, 1234067, 256) == "tile/0/x001/x234/067"
    assert bundle_path(273, 112) == "tile/entries/273.p/112"
