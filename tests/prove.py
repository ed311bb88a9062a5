"""``make prove``: what ``make test`` runs small, at full size. Writes docs/proofs.md."""

import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent


class Proof(NamedTuple):
    """What is shown, by which tests, at which size."""

    claim: str
    tests: tuple[str, ...]
    size: dict[str, str]


PROOFS = (
    Proof(
        "Kill -9 of any process while texts flow loses and doubles nothing (100 kills)",
        ("tests/journeys/test_faults.py",),
        {"CHAPERONE_KILLS": "100"},
    ),
    Proof(
        "200 real questions, doubled, late, forged: each answered or handed over once",
        ("tests/journeys/test_messages.py",),
        {},
    ),
    Proof(
        "Sealing and wrapping: properties and fuzz, 5,000 examples each",
        ("tests/crypto",),
        {"HYPOTHESIS_PROFILE": "prove"},
    ),
    Proof(
        "The tree and its proofs against a slow oracle, every decoder fuzzed, 5,000 examples each",
        ("tests/merkle",),
        {"HYPOTHESIS_PROFILE": "prove"},
    ),
    Proof(
        "Envelopes of carriers: fuzz, 5,000 examples each",
        ("tests/carriers/aws/test_envelopes.py",),
        {"HYPOTHESIS_PROFILE": "prove"},
    ),
    Proof(
        "The ledger: writers at once, open transactions, a second sequencer, every kind of change",
        ("tests/ledger",),
        {},
    ),
)


def main() -> int:
    """Runs every proof; 1 if one fails."""
    lines = [run(proof) for proof in PROOFS]
    text = "\n".join(
        (
            "# Proofs",
            "",
            f"`make prove` on {datetime.now(UTC):%d %B %Y, %H:%M} UTC, {os.cpu_count()} cores.",
            "",
            "| claim | result | seconds |",
            "|---|---|---|",
            *lines,
            "",
        )
    )
    (ROOT / "docs" / "proofs.md").write_text(text)
    print(text)
    return int(any("failed" in line for line in lines))


def run(proof: Proof) -> str:
    """A line of the table."""
    began = time.monotonic()
    command = [sys.executable, "-m", "pytest", *proof.tests]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | proof.size, check=False)
    result = "holds" if done.returncode == 0 else "**failed**"
    return f"| {proof.claim} | {result} | {time.monotonic() - began:.0f} |"


if __name__ == "__main__":
    sys.exit(main())
