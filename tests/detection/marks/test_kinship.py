"""Surnames, households and neighbourhoods compare equal however they are written, and only then."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaperone.detection.marks import Kin
from chaperone.detection.marks.kin import PersonMarks
from chaperone.members.kin import Marks
from chaperone.members.models import PHONE_ELEMENT
from chaperone.workforce.kinship import PHONE, address_of, area_of, household_of, surname_of
from chaperone.workforce.queries.homes import HomeMarks

ANY = st.text(max_size=60)


@pytest.mark.parametrize(
    ("name", "surname"),
    [
        ("Maria Alvarez", "alvarez"),
        ("José ÁLVAREZ Jr.", "alvarez"),
        ("Alvarez, Maria", "alvarez"),
        ("van der Berg, Jan", "vanderberg"),
        ("Sean O'Neill III", "oneill"),
        ("Sean O’Neill", "oneill"),
        ("", ""),
        ("123", "123"),
        ("Jr.", ""),
    ],
)
def test_a_surname_is_the_last_word_without_what_comes_after_names(name: str, surname: str) -> None:
    assert surname_of(name) == surname


def test_a_home_is_the_same_however_it_is_abbreviated() -> None:
    one = address_of("12  Main St., Apt 4", "02134-1234")
    two = address_of("12 main street #4", "02134")
    assert household_of(one) == household_of(two) != ""
    assert area_of(one) == area_of(two) == "02134"
    for other in (address_of("14 Main St", "02134"), address_of("12 Main St Apt 4", "02135")):
        assert household_of(other) != household_of(one)
    assert household_of(address_of("", "02134")) == household_of(address_of("12 Main", "")) == ""
    assert address_of(" ", "") == ""


@given(name=ANY, street=ANY, code=ANY)
def test_whatever_is_typed_gives_a_token_that_is_its_own_normal_form(
    name: str, street: str, code: str
) -> None:
    assert surname_of(surname_of(name)) == surname_of(name)
    assert area_of(address_of(street, area_of(address_of(street, code)))) == area_of(
        address_of(street, code)
    )
    assert household_of(address_of(f" {street.upper()} ", code)) == household_of(
        address_of(street.upper(), code)
    )


def test_numbers_of_members_and_of_people_are_indexed_alike() -> None:
    assert PHONE == PHONE_ELEMENT


def test_the_closest_relation_comes_first_and_nothing_is_related_to_what_is_not_known() -> None:
    person, member = b"p", b"m"
    home = HomeMarks(household=b"h", area=b"a", phone=b"n")
    everything = Marks(b"t", True, b"n", b"s", b"h", b"a")
    nothing = Marks(b"t", False, None, None, None, None)
    people = {person: PersonMarks(frozenset([b"s"]), home), b"o": PersonMarks(frozenset(), home)}
    kin = Kin({member: everything, b"0": nothing}, people, frozenset([b"n"]))
    assert kin.relations(person, member) == [
        "self",
        "vip",
        "household",
        "same_surname",
        "neighbour",
    ]
    assert kin.relations(person, b"0") == kin.relations(person, b"?") == []
    assert kin.relations(b"stranger", member) == ["vip"]
    colleague = Marks(b"t", False, b"n", None, None, None)
    other = PersonMarks(frozenset(), HomeMarks(None, None, None))
    assert Kin({member: colleague}, {person: other}, frozenset([b"n"])).relations(
        person, member
    ) == ["coworker"]
