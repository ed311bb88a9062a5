"""What every register of the programme can do, found by following the links and forms of its pages
as its own readers do: list, filter, page, history, files out and in, and who is kept out.
"""

import csv
import io
import json
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from chaperone.registers.declared import Register, all_registers
from chaperone.registers.lists import Listing
from tests.cast import ines, maria, samuel

pytestmark = pytest.mark.django_db(databases=["default", "apart"])
PROGRAMME = {
    "agreements",
    "assets",
    "badge-record",
    "copies",
    "courses",
    "devices",
    "disposals",
    "evaluations",
    "findings",
    "maintenance",
    "movements",
    "policies",
    "processing",
    "releases",
    "risks",
    "sites",
    "specifications",
    "training",
    "vendors",
    "visitors",
    "workforce",
}
NOT_BROUGHT = {
    "agreements": "each is signed by itself, with a second factor, before data goes out under it",
    "copies": "somebody else approves each before anything leaves",
    "disposals": "somebody else confirms each, and a certificate is made",
    "movements": "a copy is made and verified before a medium moves",
    "training": "a course is asked of people by their roles, and passed by them alone",
    "visitors": "whoever sits at the desk signs a visitor in and out at that moment",
}
# Told by the record of another register, which has the history: of a lock, of one's own tries.
WITHOUT_PAGE = {"badge-record"}
# Which of several tables of a page is the list: what waits for a decision stands above it.
TABLE = {"copies": 1}


class Page(HTMLParser):
    """Links, forms and rows of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tables: list[list[list[str]]] = []
        self.selects: dict[str, list[str]] = {}
        self.fields: set[str] = set()
        self.ids: set[str] = set()
        self._in_body = self._in_search = False
        self._select = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids.add(given.get("id", ""))
        match tag:
            case "form":
                self._in_search = given.get("role") == "search"
            case "tbody":
                self._in_body = True
                self.tables.append([])
            case "tr" if self._in_body:
                self.tables[-1].append([])
            case "a":
                self.links.append(given.get("href", ""))
                if self._in_body and self.tables[-1]:
                    self.tables[-1][-1].append(given.get("href", ""))
            case "select" if self._in_search:
                self._select = given["name"]
                self.selects[self._select] = []
            case "option" if self._select:
                self.selects[self._select].append(given.get("value", ""))
            case "input" if self._in_search:
                self.fields.add(given.get("name", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "tbody":
            self._in_body = False
        elif tag == "select":
            self._select = ""
        elif tag == "form":
            self._in_search = False


def rows_of(page: Page, register: Register) -> list[list[str]]:
    """The lines of the list, each with its links."""
    return page.tables[TABLE.get(register.name, 0)] if page.tables else []


def seen(client: Client, address: str) -> Page:
    answer = client.get(address, secure=True)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return Page(answer.content.decode())


def link_to(page: Page, ending: str) -> str:
    found = [each for each in page.links if urlsplit(each).path.endswith(ending)]
    assert found, f"No link to {ending}."
    return found[0]


@pytest.fixture
def one_a_page(monkeypatch):
    """Lists show one line a page, so that the seed's few lines need several."""
    monkeypatch.setitem(Listing.__init__.__kwdefaults__, "per_page", 1)


def registers() -> list[Register]:
    return [each for each in all_registers() if each.name in PROGRAMME]


def test_no_register_is_missing_here():
    assert {each.name for each in registers()} == PROGRAMME


@pytest.mark.usefixtures("one_a_page")
@pytest.mark.parametrize("name", sorted(PROGRAMME))
def test_a_register_does_all_that_registers_do(name):
    (register,) = (each for each in registers() if each.name == name)
    client, address = samuel.client(), reverse(register.page)
    page = seen(client, address)
    assert rows_of(page, register), "The seed fills nothing."
    files_are_taken_away(client, page, register)
    a_list_is_searched_and_filtered(client, page, register)
    a_list_goes_on(client, page, register)
    a_record_has_its_history(client, page, register)
    files_are_brought(client, page, register)
    others_are_kept_out(page, register)


def files_are_taken_away(client: Client, page: Page, register: Register) -> None:
    table = client.get(link_to(page, "/export.csv"), secure=True).content.decode("utf-8-sig")
    heading, *lines = list(csv.reader(io.StringIO(table)))
    assert heading == [column.label for column in register.columns]
    objects = json.loads(client.get(link_to(page, "/export.json"), secure=True).content)
    records = objects if isinstance(objects, list) else next(iter(objects.values()))
    assert len(records) == len(lines) >= len(rows_of(page, register)) > 0


def a_list_is_searched_and_filtered(client: Client, page: Page, register: Register) -> None:
    address = reverse(register.page)
    asked = [(name, values[-1]) for name, values in page.selects.items()]
    asked += [("q", "zzqq")] if "q" in page.fields else []
    assert asked, "It can be neither searched nor filtered."
    for name, value in asked:
        assert value, f"The filter {name} has no choice."
        found = seen(client, f"{address}?{name}={value}")
        if name == "q" and TABLE.get(register.name, 0) < len(found.tables):
            # Where nothing is found the list is no table: another may have its place.
            assert rows_of(found, register) != rows_of(page, register), "Any word finds it."
    assert client.get(f"{address}?page=x", secure=True).status_code == 400


def a_list_goes_on(client: Client, page: Page, register: Register) -> None:
    first = rows_of(page, register)
    assert len(first) == 1, "The list does not page."
    second = rows_of(seen(client, urljoin(reverse(register.page), link_to_next(page))), register)
    assert len(second) == 1
    # Lines without links tell nothing apart.
    assert second != first or not first[0] or register.name == "training"


def link_to_next(page: Page) -> str:
    found = [each for each in page.links if each.startswith("?") and "page=2" in each]
    assert found, "There is no next page."
    return found[0]


def a_record_has_its_history(client: Client, page: Page, register: Register) -> None:
    if register.name in WITHOUT_PAGE:
        return
    (links,) = rows_of(page, register)
    assert links, "A line leads nowhere."
    record = seen(client, links[0])
    assert "history-title" in record.ids, f"{links[0]} shows no history."


def files_are_brought(client: Client, page: Page, register: Register) -> None:
    links = [each for each in page.links if urlsplit(each).path.endswith("/import/")]
    if register.name in NOT_BROUGHT:
        assert not links
        assert register.add is None
        return
    assert links, "Nothing can be brought."
    upload = seen(client, links[0])
    if register.add is None:
        # Findings come in formats of their own.
        return
    heading = client.get(link_to(upload, "/import/example.csv"), secure=True)
    assert heading.content.decode("utf-8-sig").splitlines()[0].startswith(register.columns[0].label)
    taken = client.get(link_to(page, "/export.csv"), secure=True).content
    file = io.BytesIO(taken)
    file.name = "back.csv"
    brought = client.post(links[0], {"file": file}, secure=True)
    assert brought.status_code == 302, "What was taken away is not even looked over."
    assert "bring" not in seen(client, brought["Location"]).ids


def others_are_kept_out(page: Page, register: Register) -> None:
    taken = [link_to(page, ending) for ending in ("/export.csv", "/export.json")]
    for address in (reverse(register.page), *taken):
        assert maria.client().get(address, secure=True).status_code == 404, address
    auditor = ines.client()
    read = seen(auditor, reverse(register.page))
    assert not [each for each in read.links if each.endswith("/import/")]
    if register.name not in NOT_BROUGHT and register.add:
        bringing = reverse("registers:import", kwargs={"name": register.name})
        assert auditor.get(bringing, secure=True).status_code == 404


def test_pages_delete_nothing_of_the_programme():
    rooms = ("policies", "training", "workforce", "vendors", "risks", "facilities")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p')"
            " AND split_part(relname, '_', 1) = ANY(%s)"
            " AND (has_table_privilege('chaperone_web', oid, 'DELETE')"
            "  OR has_table_privilege('chaperone_web', oid, 'TRUNCATE'))",
            [list(rooms)],
        )
        assert not cursor.fetchall()
