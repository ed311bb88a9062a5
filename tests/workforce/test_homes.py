"""Where people live and their own numbers: written, replaced and taken away; shown to nobody."""

from uuid import uuid4

import pytest
from django.urls import reverse

from chaperone.registers.queries.history import history_of
from chaperone.registers.sheets import read_csv, to_csv
from chaperone.workforce.actions.homes import keep_home, remove_home
from chaperone.workforce.declaring import REGISTER
from chaperone.workforce.errors import HalfAnAddress, NothingKept
from chaperone.workforce.events import HOME_KEPT, HOME_REMOVED
from chaperone.workforce.homes import indexes_of
from chaperone.workforce.models import Home
from chaperone.workforce.queries.homes import HomeKept, home_kept
from chaperone.workforce.queries.people import own_record
from tests.access.scene import entries
from tests.cast import LAKESIDE, grace, ines, maria, priya, tom

pytestmark = pytest.mark.django_db(databases=["default", "apart"])
STREET, CODE, PHONE = "12 Main St., Apt 4", "02134-1234", "+16175550187"
TYPED = {"street": STREET, "postal_code": CODE, "phone": "(617) 555-0187"}


@pytest.fixture
def person():
    with maria.acting() as actor:
        return own_record(actor, actor.user_id)


def url(name, person_id):
    return reverse(f"workforce:{name}", kwargs={"person_id": person_id})


def kept(person):
    with grace.acting() as actor:
        return home_kept(actor, person)


def test_it_is_kept_sealed_compared_by_indexes_and_shown_on_no_page(person):
    browser = grace.client()
    asked = browser.get(url("home", person.id), secure=True).content.decode()
    assert "Neither an address nor an own number is on record." in asked
    assert browser.post(url("home", person.id), TYPED, secure=True).status_code == 302
    assert kept(person) == HomeKept(address=True, phone=True)
    with grace.acting():
        home = Home.objects.get(person=person)
        stored = {name: bytes(getattr(home, name)) for name in INDEXED}
        said = indexes_of(LAKESIDE, address="12 main street 4\n02134", phone=PHONE)
        assert stored == said
        assert home.address.reveal() == f"{STREET}\n{CODE}"
    for page in ("home", "person"):
        shown = browser.get(url(page, person.id), secure=True).content.decode()
        assert not [each for each in (STREET, "02134", "5550187", "555-0187") if each in shown]
    (entry,) = entries(HOME_KEPT)
    assert entry.details == {
        "record": str(person.id),
        "user": str(person.user_id),
        "said": ["address", "phone"],
    }
    with grace.acting() as actor:
        assert HOME_KEPT.meaning in [each.sentence for each in history_of(actor, person.id)]


INDEXED = ("household_index", "area_index", "phone_index")


def test_what_is_left_empty_stays_and_what_is_taken_away_is_gone_with_its_indexes(person):
    with grace.acting() as actor:
        keep_home(actor=actor, person=person, street=STREET, postal_code=CODE, phone=PHONE)
        keep_home(actor=actor, person=person, street="9 Elm Road", postal_code="02139")
        home = Home.objects.get(person=person)
        assert home.address.reveal() == "9 Elm Road\n02139"
        assert home.phone.reveal() == PHONE
        remove_home(actor=actor, person=person)
        home.refresh_from_db()
        assert [getattr(home, name) for name in ("address", "phone", *INDEXED)] == [None] * 5
        with pytest.raises(NothingKept):
            remove_home(actor=actor, person=person)
    assert len(entries(HOME_REMOVED)) == 1
    again = grace.client().post(url("home_remove", person.id), secure=True, follow=True)
    assert "Neither an address nor a number is on record for this person." in text(again)


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ({}, "Nothing was typed"),
        ({"street": "1 Elm Road"}, "finds nobody"),
        ({"phone": "617"}, "This is no telephone number."),
        ({"street": "x" * 201, "postal_code": "02134"}, "at most 200 characters"),
        ({"street": "a\x00b", "postal_code": "02134"}, "Null characters"),
        ({"postal_code": ["02134", "02139"]}, "more than once"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(person, sent, why):
    answer = grace.client().post(url("home", person.id), sent, secure=True)
    assert answer.status_code == 422
    assert why in text(answer)
    assert kept(person) == HomeKept()


def test_who_manages_people_may_and_nobody_else(person):
    for somebody in (maria, ines, priya, tom):
        browser = somebody.client()
        for call in (browser.get, browser.post):
            assert call(url("home", person.id), secure=True).status_code in (403, 404)
        assert browser.post(url("home_remove", person.id), secure=True).status_code in (403, 404)
    assert grace.client().get(url("home", uuid4()), secure=True).status_code == 404


def test_a_file_of_people_brings_it_and_none_takes_it_away(person):
    line = f'{maria.email},Coach,"{STREET}",02134,617 555 0187'
    sheet = read_csv(f"E-mail,Position,Street,Postal code,Own telephone\n{line}", REGISTER.columns)
    with grace.acting() as actor:
        REGISTER.add(actor=actor, **sheet.good[0].values)
        taken = to_csv(list(REGISTER.rows(actor)), REGISTER.columns)
        half = {"email": maria.email, "position": "Coach", "street": STREET}
        with pytest.raises(HalfAnAddress):
            REGISTER.add(actor=actor, **half)
    assert kept(person) == HomeKept(address=True, phone=True)
    assert maria.email in taken
    assert not [each for each in (STREET, "02134", "5550187") if each in taken]


def text(response):
    return " ".join(response.content.decode().split())
