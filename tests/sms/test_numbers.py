"""One number, one form; all else is refused with a reason that does not quote it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaperone.sms.errors import NotE164, SmsError
from chaperone.sms.numbers import normalise, normalise_typed


@pytest.mark.parametrize(
    "number", ["+16175550123", "+447700900123", "+34612345678", "+525512345678", "+390612345678"]
)
def test_what_carriers_deliver_stays_as_it_is(number: str) -> None:
    assert normalise(number) == normalise(f" {number}\n") == number
    assert normalise_typed(number) == number


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("16175550123", "country code are missing"),
        ("6175550123", "country code are missing"),
        ("72345", "country code are missing"),
        ("+1 617 555 0123", "other than digits"),
        ("+1(617)5550123", "other than digits"),
        ("++16175550123", "other than digits"),
        ("+1617555٠١٢٣", "other than digits"),
        ("+16175550123;ext=5", "letters"),
        ("tel:+16175550123", "letters"),
        ("CHAPERONE", "letters"),
        ("anonymous", "letters"),
        ("+", "7 to 15 digits"),
        ("+161755", "7 to 15 digits"),
        ("+1617555012345678", "7 to 15 digits"),
        ("+06175550123", "begins with 0"),
        ("+1617555012", "too few"),
        ("+161755501234", "too many"),
        ("+5550123", "area code|too few|wrong number of digits"),
        ("+999123456789", "no such country"),
        ("+2101234567", "no such country"),
    ],
)
def test_bad_numbers_are_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(NotE164, match=reason) as refusal:
        normalise(text)
    explanation = str(refusal.value).removeprefix(str(NotE164()))
    assert not any(
        character.isdigit()
        for character in explanation.replace("7 to 15", "").replace("with 0", "")
    )


@pytest.mark.parametrize("code", ["72345", "723456"])
def test_short_codes_only_where_they_are_expected(code: str) -> None:
    assert normalise(code, short_code=True) == code
    with pytest.raises(NotE164):
        normalise(code)


@pytest.mark.parametrize("code", ["911", "0", "1234", "012345", "1234567", "٧٢٣٤٥"])
def test_other_short_numbers_are_refused_even_there(code: str) -> None:
    with pytest.raises(NotE164):
        normalise(code, short_code=True)


def test_a_full_number_is_accepted_where_short_codes_are() -> None:
    assert normalise("+16175550123", short_code=True) == "+16175550123"


@pytest.mark.parametrize(
    "typed",
    ["(617) 555-0123", "617-555-0123", "617.555.0123", "1 617 555 0123", "+1 (617) 555 0123"],
)
def test_numbers_as_people_type_them(typed: str) -> None:
    assert normalise_typed(typed) == "+16175550123"


def test_numbers_typed_in_another_country() -> None:
    assert normalise_typed("07700 900123", region="GB") == "+447700900123"


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("555-0123", "area code"),
        ("617-555-0123 ext 4", "Extensions"),
        ("not known", "cannot be read"),
        ("", "cannot be read"),
        ("+999 123", "no such country"),
        ("1" * 300, "cannot be read"),
        ("+980000", "7 to 15 digits"),
    ],
)
def test_typed_numbers_that_cannot_be_used(typed: str, reason: str) -> None:
    with pytest.raises(NotE164, match=reason):
        normalise_typed(typed)


@given(text=st.text(max_size=30) | st.from_regex(r"\+[1-9][0-9]{6,14}", fullmatch=True))
def test_the_same_number_always_gives_the_same(text: str) -> None:
    for read in (normalise, normalise_typed):
        try:
            number = read(text)
        except SmsError:
            continue
        assert normalise(number) == normalise_typed(number) == number
        assert number.startswith("+")
        assert number[1:].isascii()
        assert number[1:].isdigit()
        assert len(number) <= 18
