"""``chaperone ledger events``, in a process of its own: others here have events that tests made."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(*words):
    return subprocess.run(
        [sys.executable, "-m", "chaperone.cli", "ledger", "events", *words],
        env=os.environ,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout


def test_the_page_of_the_documentation_says_the_same():
    """Made anew by ``chaperone ledger events --markdown > docs/security/events.md``."""
    assert run("--markdown") == (ROOT / "docs" / "security" / "events.md").read_text()


def test_events_are_listed_with_room_meaning_and_outcome():
    found = {each["name"]: each for each in json.loads(run("--json"))}
    assert found["access.request.refused"] == {
        "room": "access",
        "name": "access.request.refused",
        "meaning": "Somebody asked for what they cannot reach, and saw nothing.",
        "outcome": "refused",
    }
    assert {each["room"] for each in found.values()} >= {"access", "accounts", "ledger", "vault"}
    assert not any(name.startswith(("tests.", "ledger.thing.")) for name in found)


def test_people_get_a_line_each():
    lines = run().splitlines()
    assert any(line.split()[:2] == ["accounts.sign_in.failed", "failure"] for line in lines)
