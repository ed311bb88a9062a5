"""After a member's data was destroyed, with every key that is left: no byte of it anywhere.

What is looked through: the files of the database after a checkpoint, a dump, the mirror, the logs
of the processes. Not the write-ahead log, which the certificate says may hold the wrapped key.
"""

import logging
import os
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from chaperone.carriers.inbound import InboundText, accept
from chaperone.conversations.actions.answer import answer_batch
from chaperone.conversations.models import Message
from chaperone.crypto.errors import CryptoError
from chaperone.crypto.values import Place, SealingKey, key_id_of
from chaperone.database.binaries import installed
from chaperone.database.identifiers import PLATFORM
from chaperone.ledger.mirroring import catch_up
from chaperone.members.actions import end_member, enrol_member
from chaperone.members.models import Member
from chaperone.members.queries import find_by_phone
from chaperone.retention.actions import carry_out, write_anew
from chaperone.vault.keyring import keyring
from chaperone.vault.models import Key
from chaperone.vault.wrapping import unwrapped
from tests.cast import LAKESIDE, LAKESIDE_NUMBER, grace, inside, ursula
from tests.ledger.trying import place_all
from tests.retention.scene import approved

pytestmark = pytest.mark.xdist_group("sequencer")

NAME, PHONE, TEXT = "Nadia Farrow-Quill", "+16175550188", "My feet tingle since Zanzibar"


class Traces(NamedTuple):
    """What must not be found anywhere, and the sealed values that must not open."""

    plain: dict[str, bytes]
    sealed: list[tuple[bytes, Place]]


@pytest.fixture
def traces() -> Traces:
    """A member with texts, and what could be left of them."""
    with inside(LAKESIDE):
        team = ursula.member.care_team_id
    with grace.acting() as actor:
        member_id = enrol_member(
            actor=actor,
            care_team_id=team,
            name=NAME,
            phone=PHONE,
            birth_date=date(1961, 4, 9),
        ).id
    text = InboundText("handset", "m-1", PHONE, LAKESIDE_NUMBER, TEXT, datetime.now(UTC))
    assert accept(text).member_id == member_id
    with inside(LAKESIDE):
        member = Member.objects.get(id=member_id)
        key = Key.objects.get(member_id=member_id)
        message = Message.objects.get(member_id=member_id)
        return Traces(
            {
                "name": NAME.encode(),
                "phone": PHONE.encode(),
                "text": TEXT.encode(),
                "key": bytes(unwrapped(key).secret),
                "wrapped key": bytes(key.wrapped),
                "blind index": bytes(member.phone_index),
            },
            [
                (value.blob, Place(LAKESIDE, value.column.table, value.column.element, value.row))
                for value in (member.name, member.phone, member.birth_date, message.body)
            ],
        )


@pytest.fixture
def administrator(committed: str) -> str:
    return make_conninfo(os.environ["CHAPERONE_TEST_ADMIN"], dbname=committed)


def database_files(administrator: str) -> list[Path]:
    with psycopg.connect(administrator, autocommit=True) as admin:
        # Twice: the first removes files that were replaced, the second what it left to do.
        admin.execute("CHECKPOINT")
        admin.execute("CHECKPOINT")
        row = admin.execute(
            "SELECT current_setting('data_directory'), oid FROM pg_database"
            " WHERE datname = current_database()"
        ).fetchone()
    assert row is not None
    return [each for each in (Path(row[0]) / "base" / str(row[1])).iterdir() if each.is_file()]


def found_in(paths: list[Path], traces: Traces) -> set[str]:
    found = set()
    for path in paths:
        content = content_of(path)
        found |= {what for what, trace in traces.plain.items() if trace in content}
    return found


def content_of(path: Path) -> bytes:
    """Nothing where the file has gone since it was listed: the database removes its cache of the
    catalogue, ``pg_internal.init``, whenever the catalogue changes, and writes it anew later.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def dumped(administrator: str, folder: Path) -> Path:
    target = folder / "dump.sql"
    subprocess.run(
        [installed() / "pg_dump", "--dbname", administrator, "--file", target], check=True
    )
    return target


def in_dump(path: Path, traces: Traces) -> set[str]:
    content = path.read_text(errors="replace")
    return {
        what
        for what, trace in traces.plain.items()
        if trace.hex() in content or trace.decode(errors="replace") in content
    }


def destroy(as_login) -> None:
    with grace.acting() as actor:
        member = find_by_phone(organization_id=LAKESIDE, number=PHONE)
        end_member(actor=actor, member=member, reason="Moved away.")
    approved(member.id)
    with as_login("worker"):
        assert carry_out(organization_id=LAKESIDE) == 1


def left_by_sweeps(administrator: str, traces: Traces, as_login) -> set[str]:
    """What is found in the files after sweeps, some of which the database's own upkeep disturbs."""
    for _ in range(50):
        with as_login("worker"):
            write_anew(organization_id=LAKESIDE)
        left = found_in(database_files(administrator), traces)
        if not left:
            break
    return left


def test_nothing_is_left(
    traces, committed, administrator, as_login, placer, connected, tmp_path, caplog
):
    caplog.set_level(logging.DEBUG)
    with as_login("worker"):
        while answer_batch(organization_id=LAKESIDE):
            pass
    # The test can fail: before, the key and the index are there, and nothing in clear is.
    assert found_in(database_files(administrator), traces) == {"wrapped key", "blind index"}
    assert in_dump(dumped(administrator, tmp_path), traces) == {"wrapped key", "blind index"}

    assert opened_by_any_key(traces) == len(traces.sealed)

    with psycopg.connect(administrator) as admin:
        # Somebody still sees what is deleted now: the database keeps it for them.
        admin.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        admin.execute("SELECT count(*) FROM organizations_organization")
        destroy(as_login)
        assert found_in(database_files(administrator), traces) == {"wrapped key", "blind index"}
    assert left_by_sweeps(administrator, traces, as_login) == set()
    assert in_dump(dumped(administrator, tmp_path), traces) == set()

    place_all(placer)
    catch_up(connected("sequencer"), tmp_path / "mirror")
    mirrored = [each for each in (tmp_path / "mirror").rglob("*") if each.is_file()]
    assert len(mirrored) > 3
    assert found_in(mirrored, traces) == set()
    logged = caplog.text.encode()
    assert not [what for what, trace in traces.plain.items() if trace in logged]
    assert opened_by_any_key(traces) == 0


def opened_by_any_key(traces: Traces) -> int:
    """How many of the sealed values open under any key of the database, root key included."""
    keyring.forget()
    secrets = []
    for organization_id in (LAKESIDE, PLATFORM):
        with inside(organization_id):
            secrets += [unwrapped(key).secret for key in Key.objects.all()]
    assert len(secrets) > 10
    return sum(any(opens(secret, *value) for secret in secrets) for value in traces.sealed)


def opens(secret: bytearray, blob: bytes, place: Place) -> bool:
    # The key's id stands in the value; whoever has the bytes can claim any.
    try:
        SealingKey(key_id_of(blob), secret).open(blob, place)
    except CryptoError:
        return False
    return True
