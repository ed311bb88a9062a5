"""`chaperone keys`, as the worker's login, on a database of its own."""

import json
import os
from datetime import timedelta

import psycopg
import pytest
from django.db import connections
from typer.testing import CliRunner

from chaperone.cli import schema
from chaperone.cli.folder import DataFolder
from chaperone.crypto.errors import ProviderMisconfigured
from chaperone.crypto.providers import choosing
from chaperone.crypto.providers.file import FileKeyProvider
from chaperone.database.address import Address, password
from chaperone.database.identifiers import PLATFORM
from chaperone.vault import provider, resealing, rotation
from chaperone.vault.keyring import keyring
from chaperone.vault.models import Key
from tests.cast import HARBOR, LAKESIDE, inside, ursula


@pytest.fixture(autouse=True)
def _nothing_inherited():
    """These commands work on the tests' own database, whose address is in the environment."""


@pytest.fixture
def folder(committed, as_login, settings, tmp_path, monkeypatch):
    """A data folder with the tests' root key and passwords, and a database in which all commits."""
    (tmp_path / "keys").mkdir()
    root = tmp_path / "keys" / "root.key"
    root.write_bytes((settings.CHAPERONE_KEYS / "root.key").read_bytes())
    root.chmod(0o600)
    (tmp_path / "secrets").symlink_to(settings.CHAPERONE_DATA / "secrets")
    (tmp_path / "config.json").write_text('{"port": 8443, "aws": {"region": "us-east-1"}}')
    settings.CHAPERONE_DATA, settings.CHAPERONE_KEYS = tmp_path, tmp_path / "keys"
    monkeypatch.setenv("CHAPERONE_DATA", str(tmp_path))
    found = Address.parse(os.environ["CHAPERONE_DATABASE_URL"])
    monkeypatch.setenv(
        "CHAPERONE_DATABASE_URL", Address(found.host, found.port, committed, found.options).url
    )
    provider.forget_providers()
    keyring.forget()
    with as_login("worker"):
        yield DataFolder(tmp_path)
    provider.forget_providers()
    keyring.forget()


def run(*words: str) -> str:
    from chaperone.cli.keys import app

    done = CliRunner().invoke(app, list(words))
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.stdout


def told(*words: str):
    return json.loads(run(*words, "--json"))


def opens_name() -> None:
    keyring.forget()
    provider.forget_providers()
    with inside(LAKESIDE):
        blob = ursula.member.name.blob
        keyring.opening_key(LAKESIDE, blob)


def test_status_says_which_keys_there_are(folder):
    said = told("status")
    assert said["problem"] == ""
    assert said["root_key"].startswith("file:")
    by_slug = {row["organization"]: row["keys"] for row in said["organizations"]}
    assert len(by_slug) == 4
    purposes = {row["purpose"]: row for row in by_slug["platform"]}
    assert purposes["organization"]["in_force"] == 1
    assert purposes["organization"]["retired"] == 0
    assert "in force" in run("status")


def test_status_says_what_is_wrong_with_the_provider(folder):
    from chaperone.cli.keys import app

    folder.root_key.chmod(0o644)
    provider.forget_providers()
    done = CliRunner().invoke(app, ["status"])
    assert done.exit_code == 1
    assert "chmod 600" in done.output


def test_rotate_organization_and_values_then_reseal_and_destroy(folder, monkeypatch):
    for module in (rotation, resealing):
        monkeypatch.setattr(module, "RESTS", timedelta(0))
    slug = next(
        row["organization"]
        for row in told("status")["organizations"]
        if row["organization"].startswith("lakeside")
    )
    (done,) = told("rotate", "organization", "--organization", slug)
    assert done["wrapped_anew"] > 10
    replaced = told("rotate", "values", "--organization", slug)
    assert {row["purpose"] for row in replaced} == {"member", "shared", "secret", "ledger"}
    opens_name()
    (resealed,) = told("reseal", "--organization", slug, "--rows-per-second", "100000")
    assert resealed["left"] == 0
    assert resealed["sealed_anew"] > 20
    assert resealed["destroyed"] > 10
    opens_name()
    assert "of" in run("status", "--organization", slug)


def mark(folder: DataFolder) -> schema.Mark | None:
    found = Address.parse(os.environ["CHAPERONE_DATABASE_URL"])
    secret = password(folder.root, "owner", os.environ)
    with psycopg.connect(found.dsn("owner", secret)) as owner:
        return schema.read_mark(owner)


def test_rotate_root_to_a_protected_file(folder, monkeypatch):
    monkeypatch.setenv("CHAPERONE_ROOT_PASSPHRASE", "correct horse")
    setting = "passphrase_variable=CHAPERONE_ROOT_PASSPHRASE"
    said = told("rotate", "root", "--provider", "file", "--setting", setting)
    assert all(count == 1 for count in said["wrapped_anew"].values())
    config = json.loads(folder.config_file.read_text())
    assert config["root_key"] == said["root_key"]
    assert config["aws"] == {"region": "us-east-1"}
    assert "former" not in config["keys"]
    assert "correct" not in folder.config_file.read_text()
    made = folder.keys / config["keys"]["path"]
    assert made.stat().st_mode & 0o777 == 0o600
    folder.root_key.unlink()
    opens_name()
    for organization_id in (PLATFORM, LAKESIDE, HARBOR):
        with inside(organization_id):
            wrapped_by = Key.objects.filter(
                organization_id=organization_id, purpose="organization"
            ).values_list("wrapped_by", flat=True)
            assert set(wrapped_by) == {said["root_key"]}


def test_rotate_root_that_was_broken_off_goes_on(folder, monkeypatch):
    before = choosing.load(choosing.DEFAULT, folder.keys).key_id
    rotate_root, done = rotation.rotate_root, []

    def breaks_off(**which):
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(which)
        return rotate_root(**which)

    monkeypatch.setattr(rotation, "rotate_root", breaks_off)
    with pytest.raises((KeyboardInterrupt, AssertionError)):
        run("rotate", "root", "--provider", "file")
    config = json.loads(folder.config_file.read_text())
    assert [each["path"] for each in config["keys"]["former"]] == ["root.key"]
    assert choosing.former_ids(folder.config_file, folder.keys) == {before}
    opens_name()
    with pytest.raises(Exception, match="go on without --provider"):
        run("rotate", "root", "--provider", "file")
    monkeypatch.setattr(rotation, "rotate_root", rotate_root)
    run("rotate", "root")
    assert choosing.former_ids(folder.config_file, folder.keys) == frozenset()
    opens_name()


def test_rotate_root_needs_a_provider_that_works(folder):
    before = folder.config_file.read_text()
    with pytest.raises(ProviderMisconfigured):
        run(
            "rotate",
            "root",
            "--provider",
            "pkcs11",
            "--setting",
            "module=/no/such.so",
            "--setting",
            "token=t",
            "--setting",
            "key=k",
            "--setting",
            "pin_variable=PATH",
        )
    assert folder.config_file.read_text() == before
    opens_name()


def test_the_mark_of_the_database_names_the_new_root_key(folder):
    found = Address.parse(os.environ["CHAPERONE_DATABASE_URL"])
    secret = password(folder.root, "owner", os.environ)
    with psycopg.connect(found.dsn("owner", secret)) as owner:
        schema.write_mark(owner, schema.Mark("f", "file:old"))
    said = told("rotate", "root", "--provider", "file")
    assert mark(folder) == schema.Mark("f", said["root_key"])
    connections.close_all()


@pytest.mark.parametrize(
    "words",
    [
        ["rotate", "root"],
        ["rotate", "root", "--provider", "vault"],
        ["rotate", "root", "--provider", "aws_kms", "--setting", "secret=x"],
        ["rotate", "root", "--provider", "aws_kms", "--setting", "region"],
        ["rotate", "values", "--purpose", "organization"],
        ["reseal", "--rows-per-second", "0"],
    ],
    ids=" ".join,
)
def test_misuse_is_said_and_changes_nothing(folder, words):
    from chaperone.cli.keys import app

    before = folder.config_file.read_text()
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 2
    assert folder.config_file.read_text() == before


def test_an_organization_that_is_none_is_said(folder):
    with pytest.raises(Exception, match="Say which organization"):
        run("status", "--organization", "nowhere")


def test_a_start_accepts_the_root_key_that_is_being_replaced(folder):
    first = choosing.load(choosing.DEFAULT, folder.keys)
    second = FileKeyProvider.create(folder.keys / "second.key")
    described = {"provider": "file", "path": "second.key", "former": [dict(choosing.DEFAULT)]}
    folder.use_root_key(described, key_id=second.key_id)
    assert choosing.former_ids(folder.config_file, folder.keys) == {first.key_id}
