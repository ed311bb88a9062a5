import base64
import json

import pytest

from chaperone.cli.code import totp
from chaperone.cli.folder import Config, DataFolder
from chaperone.cli.main import app

# RFC 6238, appendix B (SHA-1), shortened to six digits.
SECRET = base64.b32encode(b"12345678901234567890").decode()
VECTORS = {
    59: "287082",
    1111111109: "081804",
    1111111111: "050471",
    1234567890: "005924",
    2000000000: "279037",
    20000000000: "353130",
}


@pytest.mark.parametrize(("at", "expected"), VECTORS.items())
def test_the_vectors_of_the_rfc(at, expected):
    assert totp(SECRET, at) == expected


def test_a_secret_may_come_without_its_padding():
    assert totp(base64.b32encode(b"1234567").decode().rstrip("="), 0).isdigit()


@pytest.fixture
def demo(tmp_path):
    folder = DataFolder(tmp_path / "data")
    folder.create(Config())
    person = {"email": "maria@lakeside.example", "totp_secret": SECRET}
    folder.demo.write_text(json.dumps({"sign_ins": [person]}))
    return folder.root


def run(*words):
    with pytest.raises(SystemExit) as caught:
        app(words)
    return caught.value.code


def test_a_person_of_the_demo_gets_a_code(demo, capsys):
    assert run("code", "maria@lakeside.example", "--data", str(demo)) == 0
    assert len(capsys.readouterr().out.strip()) == 6


def test_somebody_else_gets_none(demo, capsys):
    assert run("code", "eve@lakeside.example", "--data", str(demo)) == 1
    assert "nobody of this demo" in capsys.readouterr().err
