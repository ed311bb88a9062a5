"""Members from a file: nothing before somebody confirms, then all or none, each with a key."""

import time
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from chaperone.access.actors import operator, worker
from chaperone.access.context import acting_for
from chaperone.access.witness import witnessed
from chaperone.ledger.queries import search
from chaperone.members.errors import RegisterChanged, UploadGone
from chaperone.members.importing import import_members, look_over
from chaperone.members.models import Member, Upload
from chaperone.members.queries import contacts_of
from chaperone.members.uploads import (
    discard_upload,
    keep_upload,
    purge_uploads,
    reach_upload,
    text_of,
)
from chaperone.vault.errors import NotWitnessed
from chaperone.vault.models import Key
from tests.cast import LAKESIDE, grace, inside, maria, ursula

pytestmark = pytest.mark.usefixtures("committed")

HEAD = "Name,Phone,Birth date,Care team\n"
NADIA = "Nadia Farrow,+1 (617) 556-0001,1970-02-03,north SHORE\n"
OMAR = "Omar Haddad,+16175560002,,South shore\n"


def looked_over(*lines: str):
    with grace.acting() as actor:
        return look_over(actor=actor, text=HEAD + "".join(lines))


def imported(sheet) -> int:
    with grace.acting() as actor:
        return import_members(actor=actor, lines=sheet.good, left_out=sheet.bad_lines)


def count() -> int:
    with inside(LAKESIDE):
        return Member.objects.count()


def events(name: str):
    with inside(LAKESIDE):
        return search(operator(LAKESIDE), event=name, limit=100).rows


def test_lines_are_read_as_people_write_them():
    sheet = looked_over(NADIA, OMAR)
    assert not sheet.findings
    assert [line.values["phone"] for line in sheet.good] == ["+16175560001", "+16175560002"]
    assert sheet.good[1].values["birth_date"] is None


@pytest.mark.parametrize(
    ("line", "column", "wrong"),
    [
        ("Ada,617,1970-02-03,North shore\n", "Phone", "country code"),
        ("Ada,+16175560009,03/02/1970,North shore\n", "Birth date", "not a date that is clear"),
        ("Ada,+16175560009,1970-02-31,North shore\n", "Birth date", "no such day"),
        ("Ada,+16175560009,1700-01-01,North shore\n", "Birth date", "Nobody alive"),
        ("Ada,+16175560009,,Nowhere\n", "Care team", "no care team of this name"),
        (",+16175560009,,North shore\n", "Name", "empty"),
        ("A" * 201 + ",+16175560009,,North shore\n", "Name", "longer than 200"),
        ('"A\nB",+16175560009,,North shore\n', "Name", "line break"),
        (f"Ada,{ursula.phone},,North shore\n", "Phone", "has this number already"),
    ],
)
def test_what_is_wrong_is_said_with_its_column(line, column, wrong):
    sheet = looked_over(line)
    (finding,) = sheet.findings
    assert (finding.line, finding.column) == (2, column)
    assert wrong in f"{finding.wrong} {finding.mend}"
    assert finding.mend
    assert ursula.phone not in str(finding)


def test_where_somebody_lives_and_how_they_are_written_to_is_read():
    head = "Name,Phone,Care team,State,Language,Email,Notice by e-mail\n"
    lines = [
        "Ada,+16175560009,North shore,maine,Spanish,ada@mail.example,yes\n",
        "Bo,+16175560010,North shore,,,,\n",
        "Cy,+16175560011,North shore,Ontario,,,\n",
        "Di,+16175560012,North shore,,,not an address,\n",
        "Ed,+16175560013,North shore,,,,yes\n",
        "Fi,+16175560014,North shore,,,fi@mail.example,maybe\n",
    ]
    with grace.acting() as actor:
        sheet = look_over(actor=actor, text=head + "".join(lines))
    found = sorted((each.line, each.column) for each in sheet.findings)
    assert found == [
        (4, "State"),
        (5, "E-mail"),
        (6, "Notice by e-mail"),
        (7, "Notice by e-mail"),
    ]
    assert imported(sheet) == 2
    (entry,) = events("members.import.completed")
    with grace.acting() as actor, witnessed(actor, purpose="operations", place="test"):
        (contact,) = contacts_of(actor, entry.members).values()
        assert contact.email.open() == "ada@mail.example"
        assert contact.electronic
        members = Member.objects.filter(id__in=entry.members)
        assert sorted(members.values_list("state", flat=True)) == ["", "ME"]


def test_a_number_that_stands_twice_is_taken_once():
    sheet = looked_over(NADIA, OMAR, NADIA)
    assert [each.line for each in sheet.findings] == [4]


def test_each_member_gets_a_key_of_their_own_and_is_told_of_in_the_ledger():
    before = count()
    sheet = looked_over(NADIA, OMAR, "Bad line\n")
    assert imported(sheet) == 2
    assert count() == before + 2
    (entry,) = events("members.import.completed")
    assert entry.details["left_out"] == 1
    assert len(entry.members) == 2
    with inside(LAKESIDE):
        keys = Key.objects.filter(member_id__in=entry.members)
        assert len({bytes(key.wrapped) for key in keys}) == 2
        members = {member.id: member for member in Member.objects.filter(id__in=entry.members)}
    assert set(members) == set(entry.members)
    made = [each for each in events("vault.key.created") if set(each.members) == set(members)]
    assert len(made) == 1


def test_what_was_imported_opens_on_the_page_of_a_coach():
    imported(looked_over(NADIA))
    (entry,) = events("members.import.completed")
    page = maria.client().get(f"/members/{entry.members[0]}/", secure=True).content.decode()
    assert "Nadia Farrow" in page
    assert "+16175560001" in page
    assert "3 February 1970" in page


def test_all_or_none():
    """Somebody enrols the last one meanwhile: nobody of the file is enrolled."""
    sheet = looked_over(OMAR, NADIA)
    imported(looked_over(NADIA))
    before = count()
    with pytest.raises(RegisterChanged):
        imported(sheet)
    assert count() == before
    with inside(LAKESIDE):
        assert Key.objects.filter(purpose="member").count() == before


def test_a_long_file_takes_few_queries_and_little_time(django_assert_max_num_queries):
    lines = [f"Person {n},+1617{5570000 + n},1960-01-02,North shore\n" for n in range(1_500)]
    began = time.monotonic()
    sheet = looked_over(*lines)
    assert len(sheet.good) == 1_500
    with django_assert_max_num_queries(40):
        assert imported(sheet) == 1_500
    print(f"\n1,500 members in {time.monotonic() - began:.1f} s")


def kept(content: str = HEAD + NADIA) -> Upload:
    with grace.acting() as actor:
        return keep_upload(actor=actor, kind=Upload.Kind.MEMBERS, content=content)


def reached(person, upload: Upload, **choices):
    with person.acting() as actor:
        return reach_upload(actor=actor, kind=Upload.Kind.MEMBERS, upload_id=upload.id, **choices)


def test_a_file_is_sealed_and_opens_before_a_witness_only():
    upload = kept()
    with grace.acting(), connection.cursor() as cursor:
        cursor.execute("SELECT encode(content, 'escape') FROM members_uploadpiece")
        assert "Nadia" not in cursor.fetchone()[0]
    with grace.acting(), pytest.raises(NotWitnessed):
        text_of(upload)


def test_a_file_is_seen_by_its_owner_only():
    upload = kept()
    assert reached(grace, upload).id == upload.id
    with pytest.raises(UploadGone):
        reached(maria, upload)
    with inside(LAKESIDE):
        assert not Upload.objects.exists()


def test_nobody_keeps_a_file_in_another_persons_name():
    statement = (
        "INSERT INTO members_upload (id, organization_id, kind, owner_id, expires_at)"
        " VALUES (gen_random_uuid(), %s, 'members', %s, now() + interval '1 hour')"
    )
    with (
        pytest.raises(DatabaseError, match="row-level security"),
        maria.acting(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, [LAKESIDE, grace.user.id])


@contextmanager
def unforced(as_login):
    """The owner, for a moment not bound by row security."""
    tables = ("members_upload", "members_uploadpiece")
    with as_login("owner"), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        yield cursor
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def test_a_file_is_gone_when_it_was_discarded_or_its_time_is_over(as_login):
    upload = kept()
    with grace.acting() as actor:
        discard_upload(actor=actor, upload=upload)
    with pytest.raises(UploadGone):
        reached(grace, upload)
    old, fresh = kept(), kept()
    with unforced(as_login) as cursor:
        cursor.execute("UPDATE members_upload SET expires_at = now() WHERE id = %s", [old.id])
    with pytest.raises(UploadGone):
        reached(grace, old)
    with as_login("worker"), acting_for(worker(LAKESIDE)):
        assert purge_uploads(organization_id=LAKESIDE) == 1
    with unforced(as_login) as cursor:
        cursor.execute("SELECT DISTINCT file_id FROM members_uploadpiece")
        assert cursor.fetchall() == [(fresh.id,)]
    assert reached(grace, fresh).expires_at > timezone.now()


def test_a_worker_reads_no_file(as_login):
    kept()
    with (
        as_login("worker"),
        pytest.raises(DatabaseError, match="permission denied"),
        acting_for(worker(LAKESIDE)),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT content FROM members_uploadpiece")
