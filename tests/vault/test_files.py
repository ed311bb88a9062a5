"""Files in pieces: each at its place, all of them, in little memory; one opening for the record."""

import os
import tracemalloc
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chaperone.access.actors import operator
from chaperone.ledger.alarms import VALUE_ALTERED
from chaperone.ledger.queries import search
from chaperone.members.models import Upload, UploadPiece
from chaperone.vault import files
from chaperone.vault.errors import NotIntact, NotPermitted, NotWitnessed, PlaintextRefused
from chaperone.vault.witness import Witness, in_presence_of
from tests.cast import LAKESIDE, grace, inside

pytestmark = pytest.mark.usefixtures("committed")
SIZE = 3 * files.PIECE + 17
HEAVY = int(os.environ.get("CHAPERONE_FILE_MIB", "16")) * 1024 * 1024


@pytest.fixture(scope="module")
def committed(committing):
    """One database for all of these."""
    with committing() as name:
        yield name


def kept(*blocks):
    with grace.acting() as actor:
        upload = Upload(
            organization_id=LAKESIDE,
            kind="members",
            owner_id=actor.id,
            expires_at=timezone.now() + timedelta(minutes=30),
            name="Members of Nadia's team.csv",
            content_type="text/csv",
        )
        upload.save(force_insert=True)
        files.write(upload, UploadPiece, blocks)
    return upload


def everything():
    return Witness(organization_id=LAKESIDE, permits=lambda *_: True)


def content(upload, witness=None):
    with grace.acting(), in_presence_of(witness or everything()):
        return b"".join(files.read(upload, UploadPiece))


def tamper(as_login, statement, *values):
    with as_login("owner"), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE members_upload NO FORCE ROW LEVEL SECURITY")
        cursor.execute("ALTER TABLE members_uploadpiece NO FORCE ROW LEVEL SECURITY")
        cursor.execute(statement, values)
        assert cursor.rowcount > 0
        cursor.execute("ALTER TABLE members_upload FORCE ROW LEVEL SECURITY")
        cursor.execute("ALTER TABLE members_uploadpiece FORCE ROW LEVEL SECURITY")


def alarms():
    with inside(LAKESIDE):
        return search(operator(LAKESIDE), event=VALUE_ALTERED.name).rows


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.integers(0, 2 * files.PIECE + 3), max_size=4))
def test_what_is_written_is_read(sizes):
    blocks = [os.urandom(size) for size in sizes]
    assert content(kept(*blocks)) == b"".join(blocks)


@pytest.mark.parametrize("size", [0, 1, files.PIECE - 1, files.PIECE, files.PIECE + 1, SIZE])
def test_pieces_are_of_one_size_and_one_is_the_last(size):
    upload = kept(os.urandom(size))
    with grace.acting():
        count = UploadPiece.objects.filter(file=upload).count()
    assert count == max(1, -(-size // files.PIECE))


def test_one_opening_for_the_file():
    upload, witness = kept(os.urandom(SIZE)), everything()
    content(upload, witness)
    assert witness.opened == {("members_uploadpiece", "content", None): [upload.id]}


def test_a_witness_is_needed_and_must_permit_it():
    upload = kept(b"x")
    with grace.acting(), pytest.raises(NotWitnessed):
        next(files.read(upload, UploadPiece))
    with pytest.raises(NotPermitted):
        content(upload, Witness(organization_id=LAKESIDE, permits=lambda *_: False))


def test_name_and_kind_are_sealed():
    upload = kept(b"x")
    with grace.acting(), connection.cursor() as cursor:
        cursor.execute("SELECT members_upload::text FROM members_upload WHERE id = %s", [upload.id])
        row = cursor.fetchone()[0]
        assert b"Nadia".hex() not in row
        assert "csv" not in row
        assert b"csv".hex() not in row
        with in_presence_of(everything()):
            assert upload.name.open() == "Members of Nadia's team.csv"


EXCHANGES = {
    "numbers exchanged": (
        "UPDATE members_uploadpiece SET number = 9 - number - 6"
        " WHERE file_id = %s AND number IN (1, 2)"
    ),
    "the tail cut off": "DELETE FROM members_uploadpiece WHERE file_id = %s AND number = 3",
    "the head cut off": "DELETE FROM members_uploadpiece WHERE file_id = %s AND number = 0",
    "a piece taken out": "DELETE FROM members_uploadpiece WHERE file_id = %s AND number = 1",
    "taken out and closed up": (
        "WITH gone AS (DELETE FROM members_uploadpiece WHERE file_id = %s AND number = 0)"
        " UPDATE members_uploadpiece SET number = number + 10 WHERE file_id = %s AND number > 0"
    ),
    "all gone": "DELETE FROM members_uploadpiece WHERE file_id = %s",
    "a piece repeated": (
        "INSERT INTO members_uploadpiece (id, organization_id, file_id, number, content)"
        " SELECT gen_random_uuid(), organization_id, file_id, 4, content"
        " FROM members_uploadpiece WHERE file_id = %s AND number = 3"
    ),
    "a bit flipped": (
        "UPDATE members_uploadpiece SET content = set_byte(content, 500, get_byte(content, 500) # 1)"
        " WHERE file_id = %s AND number = 2"
    ),
    "cut short": (
        "UPDATE members_uploadpiece SET content = substr(content, 1, 900)"
        " WHERE file_id = %s AND number = 2"
    ),
}


@pytest.mark.parametrize("attack", EXCHANGES)
def test_pieces_that_are_not_at_their_place_are_refused(attack, as_login):
    upload = kept(os.urandom(SIZE))
    before = len(alarms())
    statement = EXCHANGES[attack]
    # One statement would meet the unique numbers on its way.
    with as_login("owner"), connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE members_uploadpiece DROP CONSTRAINT IF EXISTS members_uploadpiece_number"
        )
    tamper(as_login, statement, *[upload.id] * statement.count("%s"))
    with pytest.raises(NotIntact):
        content(upload)
    found = alarms()
    assert len(found) == before + 1
    assert found[0].details["table"] == "members_uploadpiece"


def test_a_piece_of_another_file_is_refused(as_login):
    first, second = kept(os.urandom(SIZE)), kept(os.urandom(SIZE))
    with as_login("owner"), connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE members_uploadpiece DROP CONSTRAINT IF EXISTS members_uploadpiece_number"
        )
    tamper(
        as_login,
        "UPDATE members_uploadpiece SET file_id = CASE file_id WHEN %s THEN %s::uuid ELSE %s::uuid"
        " END WHERE number = 1 AND file_id IN (%s, %s)",
        first.id,
        second.id,
        first.id,
        first.id,
        second.id,
    )
    for upload in (first, second):
        with pytest.raises(NotIntact):
            content(upload)


def test_a_whole_file_given_to_another_row_is_refused(as_login):
    first, second = kept(b"first"), kept(b"second")
    tamper(as_login, "DELETE FROM members_uploadpiece WHERE file_id = %s", second.id)
    tamper(
        as_login,
        "UPDATE members_uploadpiece SET file_id = %s WHERE file_id = %s",
        second.id,
        first.id,
    )
    with pytest.raises(NotIntact):
        content(second)


def test_a_file_that_was_not_written_to_its_end_is_not_there():
    def breaking():
        yield os.urandom(SIZE)
        raise OSError

    with grace.acting():
        before = UploadPiece.objects.count()
    with pytest.raises(OSError):
        kept_from(breaking())
    with grace.acting():
        assert UploadPiece.objects.count() == before


def kept_from(source):
    with grace.acting() as actor:
        upload = Upload(
            organization_id=LAKESIDE,
            kind="members",
            owner_id=actor.id,
            expires_at=timezone.now() + timedelta(minutes=30),
        )
        upload.save(force_insert=True)
        files.write(upload, UploadPiece, source)
    return upload


def test_bytes_are_never_stored_as_they_are():
    with grace.acting(), pytest.raises(PlaintextRefused):
        UploadPiece(organization_id=LAKESIDE, number=0, content=b"plain").save(force_insert=True)


def test_a_large_file_goes_through_little_memory():
    block = os.urandom(1024 * 1024)
    tracemalloc.start()
    try:
        upload = kept_from(block for _ in range(HEAVY // len(block)))
        size = 0
        with grace.acting(), in_presence_of(everything()):
            for piece in files.read(upload, UploadPiece):
                size += len(piece)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert size == HEAVY
    assert peak < 10 * 1024 * 1024, f"{peak / 1024 / 1024:.1f} MiB"
