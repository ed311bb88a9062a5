"""Sealed fields give back exactly what they were given, or refuse it."""

import math
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaperone.vault.errors import ValueRefused
from chaperone.vault.fields import SealedDateField, SealedDecimalField, SealedJSONField

DECIMAL = SealedDecimalField(max_digits=6, decimal_places=2)
JSON = SealedJSONField(max_bytes=200)

plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner)
    ),
)


@given(st.decimals(-9999, 9999, places=2))
def test_a_decimal_comes_back_exactly(value):
    assert str(DECIMAL.decode(DECIMAL.encode(value))) == format(value, "f")


@pytest.mark.parametrize(
    "value", ["0", "-0", "1.50", "9999.99", "0.01", "999999", "1E+3", "1E+5", "-0.10"]
)
def test_decimals_that_fit(value):
    assert DECIMAL.decode(DECIMAL.encode(Decimal(value))) == Decimal(value)


@pytest.mark.parametrize(
    "value",
    [
        1.5,
        1,
        True,
        "1.5",
        None,
        *map(Decimal, ("NaN", "sNaN", "Infinity", "-Infinity")),
        *map(Decimal, ("0.001", "1000000", "1E+6", "1E-3", "1.234", "12345.67", "1E+999999")),
    ],
)
def test_decimals_that_do_not(value):
    with pytest.raises(ValueRefused):
        DECIMAL.encode(value)


@given(plain)
def test_json_comes_back_as_it_was(value):
    field = SealedJSONField(max_bytes=1_000_000)
    assert field.decode(field.encode(value)) == value


def test_json_has_one_form():
    assert JSON.encode({"b": 1, "a": [1, "é"]}) == JSON.encode({"a": [1, "é"], "b": 1})
    assert JSON.encode({"b": 1, "a": "é"}) == '{"a":"é","b":1}'.encode()


@pytest.mark.parametrize(
    "value",
    [
        (1, 2),
        {1: "x"},
        {"a": (1,)},
        math.nan,
        math.inf,
        {1, 2},
        b"x",
        date(2026, 1, 1),
        "\ud800",
        "x" * 200,
        Decimal("1.5"),
        {"x": object()},
    ],
)
def test_json_that_is_refused(value):
    with pytest.raises(ValueRefused) as refused:
        JSON.encode(value)
    # What does not fit may be PHI.
    assert "xxx" not in str(refused.value)


def test_json_that_is_too_deep_is_refused():
    value = []
    for _ in range(100_000):
        value = [value]
    with pytest.raises(ValueRefused):
        JSON.encode(value)


@given(st.dates())
def test_a_date_comes_back(value):
    field = SealedDateField()
    assert field.decode(field.encode(value)) == value


@pytest.mark.parametrize("field", [DECIMAL, JSON])
def test_bounds_are_kept_in_migrations(field):
    _, _, args, options = field.deconstruct()
    again = type(field)(*args, **options)
    assert again.__dict__.keys() == field.__dict__.keys()
    for name in ("max_digits", "decimal_places", "max_bytes"):
        assert getattr(again, name, None) == getattr(field, name, None)
