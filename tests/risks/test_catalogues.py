"""The catalogues, scales, penalties and proposals that come with the product keep their shape."""

import tomllib
from collections import Counter
from datetime import date
from importlib.resources import files
from typing import Any

from chaperone.risks.scales import WORDS
from chaperone.standards.catalogue import all_standards

_RISKS = files("chaperone.risks")
_CATALOGUE = _RISKS / "catalogue"


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((_CATALOGUE / name).read_text("utf-8"))


def _of_level(level: str) -> set[str]:
    return {each.citation for each in all_standards() if each.level == level}


def test_threats_are_of_the_four_kinds() -> None:
    threats = _toml("threats.toml")["threat"]
    kinds = Counter(threat["kind"] for threat in threats)
    assert len(threats) >= 40
    assert set(kinds) == {"adversarial", "accidental", "structural", "environmental"}
    assert len({threat["id"] for threat in threats}) == len(threats)
    for threat in threats:
        assert set(threat) == {"id", "kind", "name", "text", "tables"}
        assert threat["id"].startswith(f"{threat['kind']}.")


def test_each_weakness_says_what_lowers_it() -> None:
    weaknesses = _toml("vulnerabilities.toml")["vulnerability"]
    assert len(weaknesses) >= 40
    assert len({weakness["id"] for weakness in weaknesses}) == len(weaknesses)
    for weakness in weaknesses:
        assert set(weakness) == {"id", "kind", "name", "text", "lowered_by"}
        assert weakness["id"].startswith(f"{weakness['kind']}.")
        assert weakness["lowered_by"]


def test_each_step_of_each_scale_is_explained_in_order() -> None:
    scales = _toml("scales.toml")
    assert set(scales) == {"likelihood", "impact", "level"}
    for name, steps in scales.items():
        assert [step["level"] for step in steps] == [1, 2, 3, 4, 5], name
        assert [step["name"] for step in steps] == list(WORDS.values()), name
        assert all(step["text"].endswith(".") for step in steps), name


def test_penalties_rise_with_culpability_and_say_their_source() -> None:
    """45 CFR 160.404(b)(2): each tier's least and most, and the same cap of the year."""
    penalties = _toml("penalties.toml")
    assert isinstance(penalties["as_of"], date)
    assert penalties["as_of"] <= penalties["checked_on"]
    tiers = penalties["tier"]
    assert len(tiers) == 4
    assert [tier["least"] for tier in tiers] == sorted(tier["least"] for tier in tiers)
    assert len({tier["year"] for tier in tiers}) == 1
    for tier in tiers:
        assert tier["least"] <= tier["most"] <= tier["year"]
        assert tier["year_by_discretion"] <= tier["year"]


def test_somebody_answers_for_each_standard() -> None:
    rows = tomllib.loads((_RISKS / "responsibility.toml").read_text("utf-8"))["standard"]
    assert {row["citation"] for row in rows} == _of_level("standard")
    assert len(rows) == len(_of_level("standard"))
    for row in rows:
        assert set(row) == {"citation", "cloud", "software", "customer"}
        assert row["customer"], "In the end the organization answers for everything."


def test_each_addressable_specification_has_a_proposal() -> None:
    rows = tomllib.loads((_RISKS / "specifications.toml").read_text("utf-8"))["specification"]
    assert {row["citation"] for row in rows} == _of_level("A")
    assert len(rows) == len(_of_level("A"))
    for row in rows:
        assert row["decision"] in ("implement", "equivalent", "not_reasonable")
        assert len(row["reasoning"]) > 60
