"""Which numbers of a text are blood sugar, blood pressure or ketones, and what they say.

Sugar in mg/dL; mmol/L is brought to mg/dL (times 18.016). All other numbers (weight, dose, time,
money, ages, steps, other laboratory values) are left out.
"""

import re
from dataclasses import dataclass

from chaperone.assistant.triage.data import table
from chaperone.assistant.triage.scope import Scopes

_MG_PER_MMOL = 18.016
_LOWEST_IN_RANGE, _HIGHEST_IN_RANGE = 70, 250
_SUGAR_RANGE = (15, 1500)
_MMOL_RANGE = (1.0, 34.0)
_NUMBER = re.compile(r"(?<= )(\d+(?:\.\d+)?) ")
_PRESSURE = re.compile(r"(?<= )(\d{2,3})(?:/| over | sobre | / )(\d{2,3}) ")
_PRESSURE_ALONE = re.compile(
    r"(?<= )(?:bp|pressure|presion|systolic|top number) (?:[a-z]+ ){0,3}?(\d{3}) (?!over)"
)
_KETONES = re.compile(r"(?<= )ketones (?:[a-z]+ ){0,2}?(\d(?:\.\d)?) |(?<= )(\d\.\d) ketones ")
_NOT_COUNTED = frozenset({"past", "told", "asked", "supposed"})
_WORDS = table("readings.toml")
_UNITS = frozenset(_WORDS["followed_by"])
_NOT_AFTER = frozenset(_WORDS["right_after"])
_NOT_NEAR = frozenset(_WORDS["shortly_after"])
_AND = ("and", "y")
_NOT_BEFORE = frozenset(_WORDS["shortly_before"])
_NOT_IN_PART = frozenset(_WORDS["anywhere_before"])
_CUES = frozenset(_WORDS["sugar_cues"])
_LEADS = frozenset(_WORDS["leads"])
_TRAILS = frozenset(_WORDS["trails"])
_PERSON_IS = frozenset(_WORDS["person_is"])
_PEOPLE = frozenset(_WORDS["people"])
_PERSON_CUES = frozenset(_WORDS["person_cues"])
_AGE_NEXT = frozenset(_WORDS["age_next"])
_NOW = frozenset(_WORDS["now"])


@dataclass(frozen=True)
class _Reading:
    value: float
    now: bool


def facts_of(text: str, scopes: Scopes) -> set[str]:
    """What the numbers of a normalised text say, in the words that the rules use."""
    if not any(map(str.isdigit, text)):
        return set()
    facts = _pressure_facts(text, scopes) | _ketone_facts(text)
    without_pressures = _PRESSURE.sub(lambda found: f"{'_' * (len(found[0]) - 1)} ", text)
    return facts | _sugar_facts(_sugars(without_pressures, scopes))


def _pressure_facts(text: str, scopes: Scopes) -> set[str]:
    for match in _PRESSURE.finditer(text):
        upper, lower = int(match[1]), int(match[2])
        high = 70 <= lower < upper <= 320 and (upper >= 180 or lower >= 120)
        if high and scopes.of(*match.span()).isdisjoint(_NOT_COUNTED):
            return {"pressure 180/120"}
    for match in _PRESSURE_ALONE.finditer(text):
        if 180 <= int(match[1]) <= 320 and not scopes.of(*match.span()):
            return {"pressure 180/120"}
    return set()


def _ketone_facts(text: str) -> set[str]:
    values = [float(match[1] or match[2]) for match in _KETONES.finditer(text)]
    if not values:
        return set()
    if max(values) >= 3.0:
        return {"ketones large", "ketones 3"}
    return {"ketones moderate"} if max(values) >= 0.6 else set()


def _sugar_facts(readings: list[_Reading]) -> set[str]:
    if not readings:
        return set()
    latest = next((r for r in readings if r.now), readings[-1]).value
    lowest = min(r.value for r in readings)
    highest = max(r.value for r in readings)
    facts = {"a reading"}
    if _LOWEST_IN_RANGE <= latest <= _HIGHEST_IN_RANGE:
        facts.add("in range")
    facts |= {f"below {limit}" for limit in (54, 70) if lowest < limit and latest < 70}
    if lowest < 70 <= latest:
        facts.add("back in range")
    facts |= {f"above {n}" for n in (95, 200, 250, 300, 400, 600) if highest >= n and latest >= n}
    if len([r for r in readings if r.value >= 300]) > 1:
        facts.add("repeated")
    return facts


def _sugars(text: str, scopes: Scopes) -> list[_Reading]:
    found = []
    words = text.split()
    cue, about_low = not _CUES.isdisjoint(words), not _PERSON_CUES.isdisjoint(words)
    for match in _NUMBER.finditer(text):
        before = re.split("[,;?]", text[: match.start()])[-1].split()
        after = text[match.end() :].split()
        value = _milligrams(float(match[1]), before, after)
        if value is None or not _is_sugar(value, before, after, cue=cue, about_low=about_low):
            continue
        if scopes.of(*match.span()).isdisjoint(_NOT_COUNTED):
            found.append(_Reading(value, not _NOW.isdisjoint(before[-1:] + after[:1])))
    return found


def _milligrams(number: float, before: list[str], after: list[str]) -> float | None:
    decimal = number != int(number)
    if after[:1] == ["mmol"] or (decimal and _MMOL_RANGE[0] <= number <= _MMOL_RANGE[1]):
        return number * _MG_PER_MMOL
    if before[-1:] and before[-1] in ("under", "below", "debajo"):
        number -= 1
    return number if _SUGAR_RANGE[0] <= number <= _SUGAR_RANGE[1] else None


def _is_sugar(
    value: float, before: list[str], after: list[str], *, cue: bool, about_low: bool
) -> bool:
    following, preceding = (after or [""])[0], (before or [""])[-1]
    if following in _UNITS or preceding in _NOT_AFTER or value in (911, 988, 411, 211):
        return False
    if _NOT_NEAR.intersection(before[-3:]) or _NOT_IN_PART.intersection(before):
        return False
    if following in ("mgdl", "mmol"):
        return True
    if _NOT_BEFORE.intersection(after[:3]):
        return False
    if preceding in _AND and "units" in before[-6:] and following not in _NOW:
        return False
    if preceding in _PEOPLE:
        return (cue and value >= 130) or value >= 400
    if preceding in _PERSON_IS or (preceding == "is" and _PEOPLE.intersection(before[-2:])):
        return (about_low or value >= 200) and _AGE_NEXT.isdisjoint(after[:3])
    near = bool(_CUES.intersection(before[-5:] + after[:3]))
    placed = not before or preceding in _LEADS or following in _TRAILS
    return near or placed or (cue and value >= 40)
