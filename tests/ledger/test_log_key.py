import stat
from base64 import b64encode
from uuid import UUID

import pytest

from chaperone.files.errors import FileExists, FileExposed, FileMissing
from chaperone.ledger.errors import LogKeyRefused
from chaperone.ledger.log_key import create, load, public_path, publish
from chaperone.merkle.audit.keys import VerifierKey

INSTALLATION = UUID(int=1)


def test_the_key_is_private_and_its_public_half_lies_beside_it(tmp_path):
    path = tmp_path / "log.key"
    verifier_key = create(path, INSTALLATION)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load(path).verifier_key == verifier_key == public_path(path).read_text().strip()
    assert VerifierKey.parse(verifier_key).name == f"chaperone/{INSTALLATION}"


def test_what_it_signs_the_verifier_key_verifies(tmp_path):
    verifier_key = create(tmp_path / "log.key", INSTALLATION)
    note = load(tmp_path / "log.key").sign("said\n")
    assert note.startswith(b"said\n\n")
    assert VerifierKey.parse(verifier_key).name.encode() in note


def test_it_is_never_made_anew(tmp_path):
    create(tmp_path / "log.key", INSTALLATION)
    before = (tmp_path / "log.key").read_bytes()
    with pytest.raises(FileExists):
        create(tmp_path / "log.key", INSTALLATION)
    assert (tmp_path / "log.key").read_bytes() == before


def test_a_public_half_that_was_lost_is_made_again(tmp_path):
    verifier_key = create(tmp_path / "log.key", INSTALLATION)
    public_path(tmp_path / "log.key").unlink()
    publish(tmp_path / "log.key")
    assert public_path(tmp_path / "log.key").read_text().strip() == verifier_key


def test_a_missing_key_and_one_that_others_may_read_are_refused(tmp_path):
    with pytest.raises(FileMissing):
        load(tmp_path / "log.key")
    create(tmp_path / "log.key", INSTALLATION)
    (tmp_path / "log.key").chmod(0o640)
    with pytest.raises(FileExposed):
        load(tmp_path / "log.key")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "PRIVATE+KEY+name",
        "PRIVATE+KEY+name+00000000+not base64",
        "PRIVATE+KEY+name+00000000+" + b64encode(b"\x01" + b"s" * 31).decode(),
        "PRIVATE+KEY+name+00000000+" + b64encode(b"\x02" + b"s" * 32).decode(),
        "PRIVATE+KEY+a name+00000000+" + b64encode(b"\x01" + b"s" * 32).decode(),
        "name+00000000+" + b64encode(b"\x01" + b"s" * 32).decode(),
    ],
    ids=["empty", "cut off", "no base64", "short", "not ed25519", "bad name", "public"],
)
def test_other_files_are_refused(tmp_path, content):
    path = tmp_path / "log.key"
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(LogKeyRefused):
        load(path)
