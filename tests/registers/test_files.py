"""Registers as files: taken away by who may read, brought with a preview, all lines or none."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from chaperone.access.actors import operator
from chaperone.ledger.queries import search
from chaperone.members.models import CareTeam
from chaperone.registers.actions.importing import MOST_LINES
from chaperone.registers.declared import declare
from chaperone.registers.models import Upload
from tests.cast import LAKESIDE, grace, ines, inside, maria, samuel, today_there, tom
from tests.registers.scene import EXAMPLE, declare_while

pytestmark = pytest.mark.django_db(databases=["default", "apart"])
example = pytest.fixture(autouse=True)(declare_while)


def url(name, **arguments):
    return reverse(f"registers:{name}", kwargs={"name": "examples", **arguments})


def get(person, name, **arguments):
    return person.client().get(url(name, **arguments), secure=True)


def send(person, text, name="a.csv", client=None):
    file = SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())
    return (client or person.client()).post(url("import"), {"file": file}, secure=True)


def teams() -> list[str]:
    with inside(LAKESIDE):
        return sorted(
            CareTeam.objects.filter(organization_id=LAKESIDE).values_list("name", flat=True)
        )


def events() -> list[str]:
    with inside(LAKESIDE):
        return [row.event for row in search(operator(LAKESIDE), limit=8).rows]


def test_it_goes_out_as_csv_and_json_and_that_is_on_record():
    table = get(ines, "export_csv")
    assert table.content.decode() == "Name,Note\r\nNorth shore,\r\nSouth shore,\r\n"
    assert table["Content-Type"] == "text/csv; charset=utf-8"
    assert f'filename="examples-{today_there()}' in table["Content-Disposition"]
    assert json.loads(get(ines, "export_json").content)[0] == {"name": "North shore", "note": None}
    assert events().count("registers.register.exported") == 2
    assert get(ines, "import_example").status_code == 404
    assert get(samuel, "import_example").content == b"Name,Note\r\n"


def test_only_who_may():
    for name in ("export_csv", "export_json", "import"):
        assert get(maria, name).status_code == 404
    assert send(ines, "Name\nA").status_code == 404
    assert get(ines, "export_csv").status_code == 200
    unknown = reverse("registers:export_csv", kwargs={"name": "nothing"})
    assert samuel.client().get(unknown, secure=True).status_code == 404


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Name,Note\nEast,=1+1\nWest,\n", "a.csv"),
        ('[{"name": "East", "note": "x"}, {"name": "West"}]', "a.json"),
    ],
)
def test_a_file_is_looked_over_and_then_imported_whole(text, name):
    client = samuel.client()
    kept = send(samuel, text, name, client)
    assert kept.status_code == 302
    shown = client.get(kept["Location"], secure=True).content.decode()
    assert "2 good lines, 0 bad lines" in shown
    assert "East" in shown
    assert teams() == ["North shore", "South shore"]
    assert "members.careteam.created" not in events()
    done = client.post(kept["Location"], {"leave_out": "0"}, secure=True)
    assert done.status_code == 302
    assert teams() == ["East", "North shore", "South shore", "West"]
    assert events()[0] == "registers.register.imported"
    again = client.post(kept["Location"], {"leave_out": "0"}, secure=True)
    assert again["Location"] == url("import")


def test_what_the_rooms_own_action_refuses_is_known_before():
    client = samuel.client()
    kept = send(samuel, "Name,Note\nEast,\nNorth shore,\n,x\nEast,\n", client=client)
    page = client.get(kept["Location"], secure=True).content.decode()
    assert "1 good line, 3 bad lines" in page
    assert "There is a care team called “North shore” already." in page
    assert client.post(kept["Location"], {"leave_out": "0"}, secure=True).status_code == 400
    assert teams() == ["North shore", "South shore"]
    assert client.post(kept["Location"], {"leave_out": "3"}, secure=True).status_code == 302
    assert teams() == ["East", "North shore", "South shore"]


def test_where_the_register_has_changed_nothing_is_imported():
    client = samuel.client()
    kept = send(samuel, "Name\nEast\nWest", client=client)
    with grace.acting() as actor:
        EXAMPLE.add(actor=actor, name="West", note=None)
    assert client.post(kept["Location"], {"leave_out": "0"}, secure=True).status_code == 400
    assert teams() == ["North shore", "South shore", "West"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("", "a.csv"),
        (b"Name\n\xff", "a.csv"),
        (b"Name\0", "a.csv"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(text, name):
    answer = send(samuel, text, name)
    assert answer.status_code == 400
    assert "notice-danger" in answer.content.decode() or "wrong" in answer.content.decode()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Colour\nred", "a.csv"),
        ("[1]", "a.json"),
        ("{", "a.json"),
        ("Name\n" + "\n".join(map(str, range(MOST_LINES + 1))), "a.csv"),
    ],
)
def test_a_file_that_is_no_table_leads_back_with_a_sentence(text, name):
    client = samuel.client()
    kept = send(samuel, text, name, client)
    back = client.get(kept["Location"], secure=True, follow=True)
    assert "notice-warning" in back.content.decode()
    assert back.redirect_chain[0][0] == url("import")


def test_more_than_is_read_is_refused():
    answer = send(samuel, b"Name\n" + b"x" * 2_100_000)
    assert answer.status_code == 413
    assert "larger than 2 MB" in answer.content.decode()


def test_a_file_is_its_owners_alone_and_can_be_discarded():
    kept = send(samuel, "Name\nEast")["Location"]
    assert tom.client().get(kept, secure=True).status_code in (302, 404)
    client = samuel.client()
    assert client.post(f"{kept}discard/", secure=True).status_code == 302
    assert client.get(kept, secure=True).status_code == 302
    with inside(LAKESIDE):
        assert not Upload.objects.exists()


def test_a_register_is_declared_once():
    with pytest.raises(ValueError, match="twice"):
        declare(EXAMPLE)
