"""Which numbers are blood sugar, and what they say."""

import pytest

from chaperone.assistant.triage.readings import facts_of
from chaperone.assistant.triage.scope import Scopes
from chaperone.assistant.triage.wording import normalise


def facts(text: str) -> set[str]:
    words = normalise(text)
    return facts_of(words, Scopes(words))


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("sugar 53", "below 54"),
        ("2.9 mmol/L", "below 54"),
        ("tengo 52", "below 54"),
        ("im 48, shaky", "below 54"),
        ("under 54 on my meter", "below 54"),
        ("62 before lunch", "below 70"),
        ("was 60, now 95", "back in range"),
        ("310 this morning", "above 300"),
        ("17 mmol", "above 300"),
        ("grandma 640", "above 600"),
        ("bp 180/95", "pressure 180/120"),
        ("150/120", "pressure 180/120"),
        ("my pressure is 200 over 110", "pressure 180/120"),
        ("ketones 3.1", "ketones 3"),
        ("ketones are 1.6", "ketones moderate"),
    ],
)
def test_says(text: str, fact: str) -> None:
    assert fact in facts(text)


@pytest.mark.parametrize(
    "text",
    [
        "peso 54 kilos",
        "walked 50 minutes",
        "took 500 mg metformin",
        "took 40 units",
        "im 52 years old",
        "dad is 61 and diabetic",
        "my ldl is 54",
        "a1c 5.4 down from 7.1",
        "lunch was 480 calories",
        "room 310",
        "bake at 350 for 40 min",
        "house number is 911",
        "in 2015",
        "my copay was $350",
        "heart rate 48",
        "at 3:30",
        "12/24",
        "hit 310 at thanksgiving years ago",
    ],
)
def test_is_no_reading(text: str) -> None:
    assert facts(text) <= {"a reading"}


@pytest.mark.parametrize(
    ("text", "facts_not"),
    [
        ("sugar 54", "below 54"),
        ("3.0 mmol", "below 54"),
        ("sugar 70", "below 70"),
        ("3.9 mmol", "below 70"),
        ("sugar 299", "above 300"),
        ("179/119", "pressure 180/120"),
        ("120/180", "pressure 180/120"),
        ("310 after cake, 150 now", "above 300"),
        ("ketones 0.3", "ketones moderate"),
    ],
)
def test_limits(text: str, facts_not: str) -> None:
    assert facts_not not in facts(text)
