"""Files of records: sealed, told by content, reached as their room says, and never removed."""

from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from chaperone.access.actors import operator
from chaperone.database.identifiers import new_id
from chaperone.ledger.queries import search
from chaperone.registers.actions.attachments import MOST_BYTES, attach, retire_attachment
from chaperone.registers.errors import AttachmentRefused, NoSuchAttachment, NotGuarded
from chaperone.registers.models import AttachmentPiece
from chaperone.registers.queries.attachments import attachment_of, attachments_of, content_of
from chaperone.vault.errors import NotIntact
from tests.access.scene import team_of
from tests.cast import LAKESIDE, ines, inside, maria, samuel, tom, ursula
from tests.registers.scene import KIND, PDF, declare_while
from tests.registers.test_contents import WORD, word

pytestmark = pytest.mark.django_db(databases=["default", "apart"])
example = pytest.fixture(autouse=True)(declare_while)


def added(content: bytes = PDF, name: str = "BAA signed.pdf", record=None):
    record = record or team_of(ursula)
    with samuel.acting() as actor:
        return attach(actor=actor, record=record, name=name, content=content, kind=KIND)


def pdf() -> SimpleUploadedFile:
    return SimpleUploadedFile("a.pdf", PDF)


def get(person, file):
    return person.client().get(
        reverse("registers:attachment", kwargs={"attachment_id": file.id}), secure=True
    )


def send(person, file, *, kind=KIND, record=None):
    address = reverse(
        "registers:attachment_add", kwargs={"kind": kind, "record_id": record or team_of(ursula)}
    )
    return person.client().post(address, {"file": file} if file else {}, secure=True)


def test_a_file_comes_out_as_it_went_in_and_who_opened_it_is_on_record():
    content = PDF + bytes(range(256)) * 3000
    file = added(content)
    answer = get(ines, file)
    assert answer.content == content
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="BAA signed.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    with inside(LAKESIDE):
        rows = search(operator(LAKESIDE), limit=9).rows
    opened, kept = (
        next(row for row in rows if row.event == f"registers.attachment.{what}")
        for what in ("opened", "added")
    )
    assert opened.actor_id == ines.user.id
    assert kept.details["sha256"] == sha256(content).hexdigest()
    assert "BAA" not in str(kept.details)


def test_nothing_of_it_stands_in_clear():
    file = added(PDF + b"the secret of the file" * 30, name="secret-name.pdf")
    with inside(LAKESIDE), connection.cursor() as cursor:
        for table in ("registers_attachment", "registers_attachmentpiece"):
            cursor.execute(f"SELECT t::text FROM {table} t")
            whole = str(cursor.fetchall())
            for clear in ("secret-name", "secret", b"the secret".hex()):
                assert clear not in whole
        listed = attachments_of(operator(LAKESIDE), file.record_id)
    assert [each.name for each in listed] == ["secret-name.pdf"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.pdf", b"<html><script>alert(1)</script>", "kind that is kept"),
        ("a.html", b"<html>", "kind that is kept"),
        ("a.svg", b"<svg/>", "kind that is kept"),
        ("a.exe", b"MZ\x90\0", "kind that is kept"),
        ("a.txt", b"a\0b", "kind that is kept"),
        ("a.txt", b"\xff\xfe", "kind that is kept"),
        ("a.json", b"{", "and is none"),
        ("a.docx", word("xl/workbook.xml"), "kind that is kept"),
        ("a.docx", word("word/document.xml", "word/vbaProject.bin"), "macros"),
        ("a.docx", WORD[:-30], "kind that is kept"),
        ("a.pdf", b"", "empty"),
        ("a.pdf", b"%PDF-" + b"0" * MOST_BYTES, "larger"),
        ("", PDF, "no name"),
        ("a\n.pdf", PDF, "no name"),
        ("a" * 201, PDF, "longer"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_a_sentence(name, content, said):
    with pytest.raises(AttachmentRefused, match=said):
        added(content, name)


def test_a_folder_of_somebodys_computer_is_not_kept():
    file = added(name="C:\\Users\\sam\\BAA.pdf")
    assert file.name.reveal() == "BAA.pdf"


def test_its_room_says_who_reads_and_who_adds():
    file = added()
    assert get(ines, file).status_code == 200
    assert get(maria, file).status_code == 404
    assert get(tom, file).status_code == 404
    assert send(ines, pdf()).status_code == 404
    assert send(maria, pdf()).status_code == 404
    assert send(samuel, pdf()).status_code == 302


def test_a_record_that_is_not_there_or_not_guarded_takes_no_file():
    assert send(samuel, pdf(), record=new_id()).status_code == 404
    assert send(samuel, pdf(), kind="nobody.knows").status_code == 404
    with samuel.acting() as actor, pytest.raises(NotGuarded):
        attach(actor=actor, record=new_id(), name="a.pdf", content=PDF)


def test_what_is_wrong_with_a_file_is_said_on_a_page():
    for file, said in (
        (SimpleUploadedFile("a.html", b"<html>"), "kind that is kept"),
        (SimpleUploadedFile("a.pdf", b""), "empty"),
        (None, "required"),
    ):
        answer = send(samuel, file)
        assert answer.status_code == 400
        assert said in answer.content.decode()
    large = send(samuel, SimpleUploadedFile("a.pdf", b"%PDF-" + b"0" * (MOST_BYTES + 20_000)))
    assert large.status_code == 413
    assert "larger than 10 MB" in large.content.decode()


def test_a_retired_file_is_kept_and_not_shown():
    file = added()
    address = reverse("registers:attachment_retire", kwargs={"attachment_id": file.id})
    assert ines.client().post(address, secure=True).status_code == 404
    assert samuel.client().post(address, secure=True).status_code == 302
    assert get(samuel, file).status_code == 404
    with inside(LAKESIDE):
        assert AttachmentPiece.objects.filter(attachment_id=file.id).exists()
        assert attachments_of(operator(LAKESIDE), file.record_id) == []
    with samuel.acting() as actor, pytest.raises(NoSuchAttachment):
        retire_attachment(actor=actor, attachment_id=file.id)


def test_pieces_that_were_exchanged_are_found_out():
    file, other = added(PDF * 20_000), added(PDF * 20_001)
    with inside(LAKESIDE):
        attachment = attachment_of(operator(LAKESIDE), file.id)
        attachment.sha256 = other.sha256
        with pytest.raises(NotIntact):
            content_of(attachment)
