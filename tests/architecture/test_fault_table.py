"""The table of faults names tests that exist."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TABLES = ("faults.md", "keys.md")
_FILE = re.compile(r"`(tests/[\w/]+\.py)")
_NAMED = re.compile(r"`(?:(tests/[\w/]+\.py)|…)(?:::(\w+))?`")


def test_every_row_names_a_test_that_is_there():
    for table in TABLES:
        text = (ROOT / "docs" / "operate" / table).read_text()
        missing = [file for file in _FILE.findall(text) if not (ROOT / file).exists()]
        assert missing == [], table


def test_every_test_that_is_named_is_defined():
    file = ""
    for named, test in _NAMED.findall((ROOT / "docs" / "operate" / "faults.md").read_text()):
        file = named or file
        if test:
            assert f"def {test}(" in (ROOT / file).read_text(), f"{file}::{test}"
