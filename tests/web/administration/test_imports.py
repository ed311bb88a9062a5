"""Imports, as an administrator sees them: looked over first, and nothing half done."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from chaperone.accounts.models import Invitation
from chaperone.members.models import Member
from tests.cast import LAKESIDE, grace, inside, samuel, ursula
from tests.web.administration.asking import entries, get, post, text, url

pytestmark = pytest.mark.usefixtures("committed")

HEAD = "Name;Phone;Birth date;Care team\n"
GOOD = "Nadia Farrow;+16175560001;1970-02-03;North shore\n"
BAD = "=cmd|' /C calc'!A0;617;x;Nowhere\n"


def a_file(content: str | bytes) -> SimpleUploadedFile:
    raw = content if isinstance(content, bytes) else content.encode()
    return SimpleUploadedFile("members.csv", raw, content_type="text/csv")


def uploaded(content: str, kind: str = "member") -> str:
    response = post(grace, f"{kind}_import", {"file": a_file(content)})
    assert response.status_code == 302, text(response)
    return response["Location"]


def count() -> int:
    with inside(LAKESIDE):
        return Member.objects.count()


def test_a_file_is_looked_over_before_anything_is_imported():
    before = count()
    page = text(grace.client().get(uploaded(HEAD + GOOD + BAD), secure=True))
    assert "1 good line, 1 bad line" in page
    assert "Nadia Farrow" in page
    assert "3 February 1970" in page
    assert "There is no care team of this name." in page
    assert count() == before
    opened = [
        each
        for each in entries("access.record.appended")
        if any(item.table == "members_uploadpiece" for item in each.opened)
    ]
    assert len(opened) == 1


def test_good_lines_are_imported_after_the_bad_ones_were_left_out_by_choice():
    before = count()
    address = uploaded(HEAD + GOOD + BAD)
    client = grace.client()
    for unsaid in (
        {},
        {"leave_out": "0"},
        {"leave_out": "2"},
        {"leave_out": "x"},
        {"leave_out": ["1", "1"]},
    ):
        assert client.post(address, unsaid, secure=True).status_code == 400
        assert count() == before
    response = client.post(address, {"leave_out": "1"}, secure=True)
    assert response["Location"] == url("members")
    assert count() == before + 1
    again = client.post(address, {"leave_out": "1"}, secure=True)
    assert again["Location"] == url("member_import")
    assert count() == before + 1


def test_a_file_without_a_good_line_imports_nothing():
    address = uploaded(HEAD + BAD)
    response = grace.client().post(address, {"leave_out": "1"}, secure=True)
    assert response.status_code == 400
    assert "No line of the file can be imported" in text(response)


def test_a_file_that_was_discarded_is_gone():
    address = uploaded(HEAD + GOOD)
    client = grace.client()
    assert client.post(address + "discard/", secure=True).status_code == 302
    assert client.get(address, secure=True)["Location"] == url("member_import")
    assert client.post(address + "discard/", secure=True).status_code == 302


def test_nobody_else_sees_the_file():
    address = uploaded(HEAD + GOOD)
    assert samuel.client().get(address, secure=True).status_code == 404


@pytest.mark.parametrize(
    ("data", "status", "sentence"),
    [
        ({}, 400, "This field is required"),
        ({"file": "not a file"}, 400, "This field is required"),
        ({"file": a_file("")}, 400, "The submitted file is empty"),
        ({"file": a_file(b"Name\n\xff")}, 400, "not UTF-8"),
        ({"file": a_file(b"\x00\x01")}, 400, "not text"),
        ({"file": a_file("x" * 2_100_000)}, 413, "larger than 2 MB"),
    ],
)
def test_what_is_no_file_of_members_is_refused(data, status, sentence):
    response = post(grace, "member_import", data)
    assert response.status_code == status
    assert sentence in text(response)


def test_a_file_that_is_no_table_says_so():
    address = uploaded("Shoe size\n44\n")
    response = grace.client().get(address, secure=True, follow=True)
    assert "a heading that is not known" in text(response)


def test_long_previews_are_shown_in_parts():
    lines = [f"Person {n};+1617{5570000 + n};;North shore\n" for n in range(150)]
    address = uploaded(HEAD + "".join(lines) + BAD * 40)
    page = text(grace.client().get(address, secure=True))
    assert "Person 99<" in page
    assert "Person 100<" not in page
    assert "Person 149<" in text(grace.client().get(address + "?good_from=100", secure=True))
    for odd in ("?good_from=x", "?good_from=-1", "?good_from=99999999"):
        assert grace.client().get(address + odd, secure=True).status_code == 200


STAFF = "Name,E-mail,Role,Care team\n"


def test_staff_are_invited_and_their_roles_asked_for():
    sheet = STAFF + (
        "Nora Vale,Nora@lakeside.example,coach,north shore\n"
        "Otto Kern,otto@lakeside.example,Auditor,\n"
        "No Team,noteam@lakeside.example,Coach,\n"
        "No Mail,nobody,Coach,North shore\n"
        "No Role,norole@lakeside.example,king,\n"
        "Maria Again,maria.alvarez@lakeside.example,Auditor,\n"
        "Nora Twice,nora@lakeside.example,Auditor,\n"
    )
    address = uploaded(sheet, "staff")
    page = text(grace.client().get(address, secure=True))
    assert "2 good lines, 5 bad lines" in page
    with inside(LAKESIDE):
        assert not Invitation.objects.exists()
    response = grace.client().post(address, {"leave_out": "5"}, secure=True)
    assert response["Location"] == url("staff")
    with inside(LAKESIDE):
        assert Invitation.objects.count() == 2
    assert len(entries("accounts.invitation.sent")) == 2
    page = text(get(grace, "staff"))
    assert "Nora Vale" in page
    assert "nora@lakeside.example" in page


def test_numbers_in_findings_are_never_quoted():
    page = text(
        grace.client().get(uploaded(HEAD + f"Ada;{ursula.phone};;North shore\n"), secure=True)
    )
    assert ursula.phone not in page
