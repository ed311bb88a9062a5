"""The public part of the log: hashes for witnesses, nothing else, to anybody who asks politely."""

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from chaperone.merkle.command import main
from chaperone.merkle.errors import NotThere
from chaperone.merkle.witness.keys import Cosigner
from chaperone.merkle.witness.memory import memory_in
from chaperone.merkle.witness.watching import Look, look
from chaperone.web.transparency import views
from tests.merkle.folders import KEY, entries, publish_sizes

pytestmark = pytest.mark.django_db(databases=["default", "apart"])
LOG = entries(700)


@pytest.fixture
def mirror(tmp_path: Path, settings: Any) -> Path:
    cache.clear()
    settings.CHAPERONE_MIRRORS = ["s3://bucket/elsewhere", tmp_path / "mirror"]
    publish_sizes(tmp_path / "mirror", LOG, 700)
    (tmp_path / "mirror" / "keys").mkdir()
    (tmp_path / "mirror" / "keys" / "000").write_bytes(b"a statement")
    (tmp_path / "secret").write_text("secret")
    return tmp_path / "mirror"


@pytest.fixture
def client(mirror: Path) -> Client:
    return Client(secure=True)


def get(client: Client, path: str) -> Any:
    return client.get(f"/transparency/{path}", secure=True)


@pytest.mark.parametrize(
    ("path", "kind", "caching"),
    [
        ("checkpoint", "text/plain; charset=utf-8", "no-cache"),
        ("keys/000", "text/plain; charset=utf-8", "immutable"),
        ("tile/0/000", "application/octet-stream", "immutable"),
        ("tile/0/002.p/188", "application/octet-stream", "immutable"),
        ("tile/1/000.p/2", "application/octet-stream", "immutable"),
    ],
)
def test_what_a_witness_needs(
    client: Client, mirror: Path, path: str, kind: str, caching: str
) -> None:
    answer = get(client, path)
    assert (answer.status_code, answer.content) == (200, (mirror / path).read_bytes())
    assert answer["Content-Type"] == kind
    assert caching in answer["Cache-Control"]
    assert "Set-Cookie" not in answer
    assert client.head(f"/transparency/{path}", secure=True).status_code == 200
    assert client.post(f"/transparency/{path}", secure=True).status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "tile/entries/000", "tile/entries/002.p/188", "checkpoints/700", "tile/0/003", "tile/2/000",
        "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01", "tile/0/000.p/", "tile/0/000/",
        "tile/00/000", "tile/64/000", "tile/-1/000", "tile/0/0", "tile/0/x000", "tile/0/000.p/1/",
        "tile/0/../../../secret", "tile/0/..%2f..%2f..%2fsecret", "tile/../../secret/000",
        "tile/0/%2e%2e/000", "tile/0/000%00", "tile/0//000", "tile/0/x000/000/x000/000",
        "tile/\u0660/000", "tile/0/\u0660\u0660\u0660", "keys/", "keys/0000", "keys/../checkpoint",
        "keys/..", "keys/001", "", "checkpoint/", ".checkpoint.new", "tile/0/000.p",
    ],
)  # fmt: skip
def test_everything_else_is_not_there(client: Client, path: str) -> None:
    assert get(client, path).status_code == 404


def test_without_a_mirror_in_a_folder_there_is_nothing(client: Client, settings: Any) -> None:
    settings.CHAPERONE_MIRRORS = ["s3://bucket/elsewhere"]
    assert get(client, "checkpoint").status_code == 404


def test_who_asks_too_often_is_told_to_wait(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "ASKED_AT_MOST", 3)
    found = [get(client, "checkpoint").status_code for _ in range(5)]
    assert found == [200, 200, 200, 429, 429]
    assert get(client, "checkpoint")["Retry-After"] == "60"
    elsewhere = client.get("/transparency/checkpoint", secure=True, REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 200


def test_a_witness_lives_on_it_alone(client: Client, mirror: Path, tmp_path: Path) -> None:
    class Asking:
        def read(self, path: str, longest: int) -> bytes:
            answer = get(client, path)
            if answer.status_code != 200:
                raise NotThere(path)
            return bytes(answer.content)

    cosigner = Cosigner("witness.example/w1", b"a witness's seed, 32 bytes long.")
    publish_sizes(tmp_path / "young", LOG, 100)
    with memory_in(tmp_path / "state", [KEY]) as memory:
        young = (tmp_path / "young" / "checkpoint").read_bytes()
        memory.remember(young, memory.succession().open(young), 1.0)
        assert look(Look(Asking(), memory, cosigner), 2.0)[1].size == 700
    assert main(["verify", str(mirror), "--key", str(KEY)]) == 1  # the statement is none
