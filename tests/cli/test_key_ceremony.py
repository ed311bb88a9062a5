"""`chaperone keys backup`: the ceremony of the backups' keys, as the worker's login, on a database of its own."""

import json
import os
from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.utils import timezone
from pypdf import PdfReader
from typer.testing import CliRunner

from chaperone.cli.escrow import app, asking
from chaperone.cli.folder import DataFolder
from chaperone.continuity.backups.keys import identity_file
from chaperone.continuity.escrow import identity
from chaperone.continuity.escrow.dues import dues
from chaperone.continuity.escrow.errors import (
    HoldersUnsuitable,
    IdentityNotFound,
    NothingApart,
    PlaceNotEmpty,
)
from chaperone.continuity.models import Ceremony
from chaperone.crypto.providers.file import FileKeyProvider
from chaperone.database.address import Address
from chaperone.database.identifiers import PLATFORM
from chaperone.organizations.models import Organization
from chaperone.organizations.queries import organizations_all
from chaperone.vault import provider
from chaperone.vault.keyring import keyring
from tests.cast import LAKESIDE, inside

HOLDERS = ("Ada Park", "Ben Ortiz", "Chloe Zhao")


@pytest.fixture(autouse=True)
def _nothing_inherited():
    """These commands work on the tests' own database, whose address is in the environment."""


@pytest.fixture
def folder(committed, as_login, settings, tmp_path, monkeypatch):
    data = tmp_path / "data"
    (data / "keys").mkdir(parents=True)
    root = data / "keys" / "root.key"
    root.write_bytes((settings.CHAPERONE_KEYS / "root.key").read_bytes())
    root.chmod(0o600)
    (data / "secrets").mkdir()
    for name in ("logins.json", "django.key"):
        (data / "secrets" / name).symlink_to(settings.CHAPERONE_DATA / "secrets" / name)
    recipient = identity.create(identity_file(data))
    (data / "config.json").write_text(
        json.dumps({"backups": {"recipients": [recipient]}, "demo": False})
    )
    settings.CHAPERONE_DATA, settings.CHAPERONE_KEYS = data, data / "keys"
    monkeypatch.setenv("CHAPERONE_DATA", str(data))
    found = Address.parse(os.environ["CHAPERONE_DATABASE_URL"])
    monkeypatch.setenv(
        "CHAPERONE_DATABASE_URL", Address(found.host, found.port, committed, found.options).url
    )
    provider.forget_providers()
    keyring.forget()
    with as_login("worker"):
        yield DataFolder(data)
    provider.forget_providers()
    keyring.forget()


def run(*words: object, code: int = 0, typed: str | None = None):
    done = CliRunner().invoke(app, [str(word) for word in words], input=typed)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == code, done.output
    return done


def split(out, *more, code=0, **how):
    holders = [word for name in HOLDERS for word in ("--holder", name)]
    return run("split", "--out", out, *holders, *(more or ("--yes",)), "--json", code=code, **how)


def share(out, number):
    return ("--share", out / f"share-{number}.txt")


def _ledger(event: str) -> int:
    with inside(PLATFORM), connection.cursor() as cursor:
        cursor.execute("select count(*) from ledger_entry where event = %s", [event])
        return cursor.fetchone()[0]


def test_three_sheets_two_of_which_give_the_keys_back(folder, tmp_path):
    out = tmp_path / "sheets"
    told = json.loads(split(out).stdout)
    root_key = FileKeyProvider.load(folder.root_key)
    assert told["root_key"] == root_key.key_id
    assert told["holders"] == list(HOLDERS)
    assert told["identity_left_in"] == str(identity_file(folder.root))
    assert out.stat().st_mode & 0o777 == 0o700
    files = sorted(out.iterdir())
    assert [file.name for file in files] == [
        f"share-{n}.{kind}" for n in (1, 2, 3) for kind in ("pdf", "txt")
    ]
    assert all(file.stat().st_mode & 0o777 == 0o600 for file in files)
    back = tmp_path / "back"
    run("join", *share(out, 1), *share(out, 3), "--out", back, "--yes")
    assert (
        identity.recipient_of(identity.identity(file=back / "backup.identity")) == told["recipient"]
    )
    assert FileKeyProvider.load(back / "root.key").key_id == root_key.key_id
    # Who holds what is known; the words are nowhere but on the sheets.
    held = Ceremony.objects.get()
    assert held.holders == list(HOLDERS)
    words = [word for word in (out / "share-1.txt").read_text().splitlines() if word[:1] != "#"]
    assert not any(row in str(vars(held)) for row in words)
    assert _ledger("continuity.ceremony.held") == 1


def test_a_sheet_is_tagged_and_holds_each_word(folder, tmp_path):
    out = tmp_path / "sheets"
    split(out)
    pdf = PdfReader(BytesIO((out / "share-2.pdf").read_bytes()))
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    text = " ".join("\n".join(page.extract_text() for page in pdf.pages).split())
    printed = (out / "share-2.txt").read_text()
    words = [word for line in printed.splitlines() if line[:1] != "#" for word in line.split()]
    assert len(words) == 60
    assert all(word in text for word in words)
    assert "Share 2 of 3" in text
    assert "Ben Ortiz" in text
    assert len(pdf.pages) == 1


def test_nothing_is_printed_before_somebody_says_yes(folder, tmp_path):
    out = tmp_path / "sheets"
    asked = split(out, "--json", code=1, typed="n\n")
    assert "two of the three sheets open every backup" in asked.stderr
    assert not out.exists()
    assert not Ceremony.objects.exists()


def test_nothing_is_printed_that_is_not_recorded(folder, tmp_path):
    out = tmp_path / "sheets"
    with pytest.raises(HoldersUnsuitable):
        run("split", "--out", out, *("--holder", "Ada Park") * 3, "--yes")
    assert not any(out.iterdir())
    (out / "theirs").touch()
    with pytest.raises(PlaceNotEmpty):
        split(out)
    identity_file(folder.root).unlink()
    with pytest.raises(IdentityNotFound):
        split(tmp_path / "other")
    assert not Ceremony.objects.exists()


def test_two_sheets_are_tried_and_the_identity_goes(folder, tmp_path):
    out = tmp_path / "sheets"
    split(out)
    done = run("check", *share(out, 2), *share(out, 3), "--remove", "--json")
    told = json.loads(done.stdout)
    assert told["good"]
    assert told["removed"]
    assert "AGE-SECRET" not in done.output
    assert not identity_file(folder.root).exists()
    assert Ceremony.objects.get().checked_at is not None
    assert _ledger("continuity.ceremony.checked") == 1


def test_words_may_be_typed_and_are_not_shown(folder, tmp_path):
    out = tmp_path / "sheets"
    split(out)
    rows = [
        [line for line in (out / f"share-{n}.txt").read_text().splitlines() if line[:1] != "#"]
        for n in (1, 2)
    ]
    done = run("check", typed="".join(f"{' '.join(lines)}\n" for lines in rows))
    assert "open the backups of now" in done.stdout
    assert rows[0][0] not in done.output


def test_a_new_set_voids_the_old_one(folder, tmp_path):
    old, new = tmp_path / "old", tmp_path / "new"
    split(old)
    split(new)
    done = run("check", *share(old, 1), *share(old, 2), "--remove", code=1)
    assert "Their set is void" in done.stdout
    assert identity_file(folder.root).exists()
    assert _ledger("continuity.ceremony.doubted") == 1
    run("check", *share(new, 1), *share(new, 2))
    assert Ceremony.objects.filter(void_at__isnull=True).count() == 1


def test_shares_of_other_keys_are_no_good(folder, tmp_path):
    out = tmp_path / "sheets"
    split(out)
    other = identity.recipient_of(identity.x25519.Identity.generate())
    folder.config_file.write_text(json.dumps({"backups": {"recipients": [other]}}))
    folder.root_key.unlink()
    FileKeyProvider.create(folder.root_key)
    done = run("check", *share(out, 1), *share(out, 2), code=1)
    assert "do NOT open" in done.stdout
    assert "do NOT give the root key" in done.stdout


def test_where_nothing_is_installed_shares_are_joined_all_the_same(folder, tmp_path, monkeypatch):
    out = tmp_path / "sheets"
    split(out)
    monkeypatch.setenv("CHAPERONE_DATA", str(tmp_path / "bare"))
    monkeypatch.delenv("CHAPERONE_DATABASE_URL")
    run("join", *share(out, 1), *share(out, 2), "--out", tmp_path / "back", "--yes")
    assert not asking.is_installed(DataFolder(tmp_path / "bare"))


def test_a_root_key_in_a_file_wraps_nothing(folder):
    with pytest.raises(NothingApart):
        run("wrap")
    assert identity_file(folder.root).exists()


def test_the_calendar_asks_the_organization_that_runs_it(folder, tmp_path):
    platform = _platform()
    with inside(LAKESIDE):
        assert list(dues(LAKESIDE, date(2100, 1, 1))) == []
    with inside(platform):
        (first,) = dues(platform, date(2100, 1, 1))
    assert first.key == "continuity.ceremony:first"
    split(tmp_path / "sheets")
    with inside(platform):
        (due,) = dues(platform, date(2100, 1, 1))
        assert list(dues(platform, timezone.now().date())) == []
    assert due.key == f"continuity.ceremony:{Ceremony.objects.get().id}"


def _platform():
    for organization in organizations_all():
        with inside(organization):
            if Organization.objects.get(id=organization).is_platform:
                return organization
    raise AssertionError("no organization runs the demo")
