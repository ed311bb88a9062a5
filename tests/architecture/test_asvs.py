"""docs/security/asvs.md: every requirement once, every status said, every name of something real."""

import ast
import csv
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "security"


class Row(NamedTuple):
    """A line of the table."""

    id: str
    asks: str
    status: str
    where: str
    shown_by: str


def table() -> list[Row]:
    lines = (FOLDER / "asvs.md").read_text(encoding="utf-8").splitlines()
    cells = [re.split(r"\s*\|\s*", line)[1:-1] for line in lines if line.startswith("| V")]
    return [Row(*row) for row in cells]


def requirements() -> list[dict[str, str]]:
    with (FOLDER / "asvs.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@cache
def names_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_requirement_of_level_1_and_2_stands_there_once():
    wanted = requirements()
    assert {row["level"] for row in wanted} == {"1", "2"}
    assert [row["chapter"] for row in wanted].count("Authentication") == 35
    assert [row.id for row in table()] == [row["id"] for row in wanted]


@pytest.mark.parametrize("row", table(), ids=[row.id for row in table()])
def test_a_line_says_what_is_so_and_where(row):
    assert row.asks
    for name in row.where.split(", "):
        place = re.sub("^src/", "src/chaperone/", name)
        assert (ROOT / place).is_file(), name
    status, _, why = row.status.partition(": ")
    assert status in ("met", "not met", "does not apply")
    if status == "met":
        assert row.shown_by, "what is met is shown by a test"
    else:
        assert len(why.split()) > 3 or status == "does not apply", "say why"
        assert why
    if row.shown_by:
        file, name = row.shown_by.split("::")
        assert name in names_in(ROOT / file), row.shown_by


def test_the_licence_is_kept():
    text = (FOLDER / "asvs.md").read_text(encoding="utf-8")
    assert "The OWASP Foundation" in text
    assert "https://creativecommons.org/licenses/by-sa/4.0/" in text
