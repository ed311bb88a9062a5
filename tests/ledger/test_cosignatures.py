"""Cosignatures that come back from a witness elsewhere."""

import json
import time
from pathlib import Path
from typing import Any

import psycopg
import pytest
from typer.testing import CliRunner

from chaperone.cli.ledger import app
from chaperone.ledger import log_key
from chaperone.ledger.cosignatures import add, cosigned_notes
from chaperone.ledger.errors import CosignatureRefused
from chaperone.ledger.export import export
from chaperone.ledger.mirroring import catch_up, write_cosigned
from chaperone.merkle.audit.directory import Witnesses, verify_directory
from chaperone.merkle.audit.keys import VerifierKey
from chaperone.merkle.errors import LogForked, LogNotContinued
from chaperone.merkle.log.checkpoints import sign_checkpoint
from chaperone.merkle.log.layout import kept_checkpoint_path
from chaperone.merkle.witness.keys import Cosigner
from chaperone.merkle.witness.memory import memory_in
from chaperone.merkle.witness.sources import FolderSource
from chaperone.merkle.witness.watching import Look, look
from tests.ledger.trying import acting_for, append_one, place_all

pytestmark = pytest.mark.xdist_group("sequencer")
WITNESS = Cosigner("witness.example/w1", b"a witness's seed, 32 bytes long.")
ANOTHER = Cosigner("witness.example/w2", b"another's seed, 32 bytes long...")


@pytest.fixture
def key(log: Path) -> VerifierKey:
    return VerifierKey.parse((log / "log.pub").read_text())


@pytest.fixture
def sequencer(connected: Any) -> Any:
    return connected("sequencer")


@pytest.fixture
def mirror(settings: Any, log: Path) -> Path:
    found: Path = settings.CHAPERONE_MIRRORS[0]
    return found


@pytest.fixture
def cosigned(record, placer, sequencer, mirror, key, tmp_path):
    """``cosigned(WITNESS)``: a new checkpoint as that witness cosigned it; (note, size)."""

    def by(*witnesses: Cosigner) -> tuple[bytes, int]:
        record(2)
        size = place_all(placer)
        catch_up(sequencer, mirror)
        for witness in witnesses:
            with memory_in(tmp_path / witness.key.name.replace("/", "-"), [key]) as memory:
                note, _ = look(Look(FolderSource(mirror), memory, witness), time.time())
        return note, size

    return by


def test_it_is_kept_beside_the_checkpoint_and_handed_out(
    cosigned, sequencer, mirror, key, as_login, tmp_path, record, placer
):
    note, size = cosigned(WITNESS)
    added = add(sequencer, note, WITNESS.key)
    assert (added.size, added.witness) == (size, str(WITNESS.key))
    add(sequencer, note, WITNESS.key)  # again
    record(2)
    newest = place_all(placer)
    last = write_cosigned(sequencer, mirror, after=0)
    assert (mirror / kept_checkpoint_path(size)).read_bytes() == note
    catch_up(sequencer, mirror)
    assert write_cosigned(sequencer, mirror, after=last) == last
    with as_login("auditor"):
        export(tmp_path / "out")
    for folder in (mirror, tmp_path / "out"):
        report = verify_directory(folder, [key], witnesses=Witnesses((WITNESS.key,), 1))
        assert report.checkpoint.size == newest
        assert report.witnessed is not None
        assert report.witnessed.size == size


def test_two_witnesses_on_one_checkpoint(cosigned, sequencer):
    first, size = cosigned(WITNESS, ANOTHER)
    add(sequencer, first, ANOTHER.key)
    note = WITNESS.cosign(first.decode().partition("\n\n")[0] + "\n", 1)
    add(sequencer, first + f"{note}\n".encode(), WITNESS.key)
    notes = dict(cosigned_notes(sequencer)[0])
    assert notes[size].count(b"witness.example/") == 2
    _, last = cosigned_notes(sequencer)
    assert cosigned_notes(sequencer, last) == ([], last)


def test_what_is_not_ours_is_refused(cosigned, sequencer, log):
    note, size = cosigned(WITNESS)
    signer = log_key.load(log / "log.key")
    forked = sign_checkpoint(signer, size=size, root=b"\1" * 32)
    text = forked.decode().partition("\n\n")[0] + "\n"
    forked += f"{WITNESS.cosign(text, 1)}\n".encode()
    for refused, why in (
        (forked, "the ledger was forked"),
        (b"no note", "signed note"),
        (note.replace(str(size).encode(), b"9", 1), "does not fit"),
    ):
        with pytest.raises(CosignatureRefused, match=why):
            add(sequencer, refused, WITNESS.key)
    with pytest.raises(CosignatureRefused, match=r"witness\.example/w2 did not cosign it"):
        add(sequencer, note, ANOTHER.key)


def test_nobody_changes_what_a_witness_said(cosigned, sequencer, connected):
    note, _ = cosigned(WITNESS)
    add(sequencer, note, WITNESS.key)
    for login in ("owner", "sequencer", "web", "worker", "auditor"):
        for statement in (
            "update ledger_cosignature set line = ''",
            "delete from ledger_cosignature",
            "truncate ledger_cosignature",
        ):
            with pytest.raises(
                (psycopg.errors.InsufficientPrivilege, psycopg.errors.ReadOnlySqlTransaction)
            ):
                connected(login).execute(statement)
    for login in ("web", "worker"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connected(login).execute(
                "insert into ledger_mirror (name, tried_at) values ('x', now())"
            )


def test_the_commands(cosigned, as_login, tmp_path):
    note, size = cosigned(WITNESS)
    (tmp_path / "cosigned").write_bytes(note)
    with as_login("auditor"):
        words = ["cosignatures", "add", str(tmp_path / "cosigned"), "--witness"]
        found = CliRunner().invoke(app, [*words, str(WITNESS.key), "--json"])
        assert found.exit_code == 0, found.output
        assert json.loads(found.stdout)["size"] == size
        assert (
            f"witness.example/w1 saw {size} entries at"
            in CliRunner().invoke(app, [*words, str(WITNESS.key)]).stdout
        )
        listed = json.loads(CliRunner().invoke(app, ["cosignatures", "list", "--json"]).stdout)
        assert {row["witness"]: row["size"] for row in listed}[str(WITNESS.key)] == size
        assert "0 behind" in CliRunner().invoke(app, ["cosignatures", "list"]).stdout
        refused = CliRunner().invoke(app, [*words, str(ANOTHER.key)])
        assert refused.exit_code == 1
        assert "did not cosign it" in refused.stderr
        missing = CliRunner().invoke(
            app, ["cosignatures", "add", "/none", "--witness", str(WITNESS.key)]
        )
        assert missing.exit_code == 1


def test_a_witness_finds_two_databases_that_sign_with_one_key(
    cosigned, mirror, key, log, new_database, organization, tmp_path, as_login
):
    """The operator restores an old state elsewhere, goes on, and shows each half to other people."""
    from django.db import connections

    from chaperone.ledger.connecting import connect
    from chaperone.ledger.placing import Placer, holds_lock
    from chaperone.vault.keyring import keyring

    _, size = cosigned(WITNESS)
    before = connections["default"].settings_dict["NAME"]
    with new_database() as name:
        _use(name)
        try:
            keyring.forget()
            with acting_for(organization):
                keyring.create_organization(organization)
            with as_login("sequencer"):
                other = connect()
            holds_lock(other)
            placer = Placer(other, log_key.load(log / "log.key"))
            while place_all(placer) < size:
                with acting_for(organization):
                    append_one(organization)
            catch_up(other, tmp_path / "fork")
            with memory_in(tmp_path / "witness.example-w1", [key]) as memory:
                at = Look(FolderSource(tmp_path / "fork"), memory, WITNESS)
                with pytest.raises((LogForked, LogNotContinued)) as caught:
                    look(at, time.time())
            assert caught.value.found
            assert caught.value.remembered
            other.close()
        finally:
            keyring.forget()
            _use(before)


def _use(name: str) -> None:
    from django.db import connections

    for alias in connections:
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name
