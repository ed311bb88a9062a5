"""``make prove``: what ``make test`` runs small, at full size. Writes docs/proofs.md."""

import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from tests import memory

ROOT = Path(__file__).parent.parent
_PAGE = ROOT / "docs" / "proofs.md"


class Proof(NamedTuple):
    """What is shown, by which tests, at which size."""

    claim: str
    tests: tuple[str, ...]
    size: tuple[tuple[str, str], ...]


PROOFS = (
    Proof(
        "10,000 seeded values of members and secrets: none in logs, traces, figures, e-mails, error"
        " pages, or a dump",
        ("tests/invariants/test_canaries.py",),
        (("CHAPERONE_CANARIES", "10000"),),
    ),
    Proof(
        "Who is late with what, among 10,000 people, 50 policies and 10 courses: the pages of policies"
        " and training and the calendar, half of the times in less than 300 ms",
        ("tests/web/test_overdue_pages.py",),
        (
            ("CHAPERONE_PEOPLE", "10000"),
            ("CHAPERONE_POLICIES", "50"),
            ("CHAPERONE_COURSES", "10"),
            ("CHAPERONE_PAGE_SECONDS", "0.3"),
        ),
    ),
    Proof(
        "200 real questions, doubled, late, forged: each answered or handed over once",
        ("tests/journeys/test_messages.py",),
        (),
    ),
    Proof(
        "Sealing and wrapping: properties and fuzz, 5,000 examples each",
        ("tests/crypto",),
        (("HYPOTHESIS_PROFILE", "prove"),),
    ),
    Proof(
        "Decoders of `crypto` (values, wrapped keys, root key file, envelopes, HSM blobs): 10 minutes"
        " of noise and changed bytes, typed errors only",
        ("tests/crypto/test_decoders.py",),
        (("CHAPERONE_FUZZ_SECONDS", "600"),),
    ),
    Proof(
        "The archiver of the embedded server's log, killed 40 times while it archives and at every"
        " step, with a full disk at each: every piece kept once, and as it was",
        ("tests/continuity/archiving/test_archiver.py",),
        (("CHAPERONE_KILLS", "40"),),
    ),
    Proof(
        "Re-sealing killed 60 times at any moment loses nothing and ends",
        ("tests/vault/test_resealing.py",),
        (("CHAPERONE_KILLS", "60"),),
    ),
    Proof(
        "The tree and its proofs against a slow oracle, every decoder fuzzed, 5,000 examples each",
        ("tests/merkle",),
        (("HYPOTHESIS_PROFILE", "prove"),),
    ),
    Proof(
        "Ten minutes of fuzz: notes, checkpoints, keys, bundles, tiles, folders, cosignatures, proofs,"
        " a witness's memory; nothing but the typed errors",
        ("tests/merkle/test_fuzz.py",),
        (("CHAPERONE_FUZZ_SECONDS", "200"), ("HYPOTHESIS_PROFILE", "prove")),
    ),
    Proof(
        "Envelopes of carriers: fuzz, 5,000 examples each",
        ("tests/carriers/aws/test_envelopes.py",),
        (("HYPOTHESIS_PROFILE", "prove"),),
    ),
    Proof(
        "The ledger: open transactions delay only their own entries, a second sequencer is fenced"
        " off, every kind of change is found; 16 writers of 500 transactions each, none missed",
        ("tests/ledger",),
        (("CHAPERONE_TRANSACTIONS", "500"),),
    ),
    Proof(
        "A file of 64 MiB is sealed and opened in less than 10 MiB of memory; pieces that are not"
        " at their place are refused",
        ("tests/vault/test_files.py",),
        (("CHAPERONE_FILE_MIB", "64"),),
    ),
    Proof(
        "After a destruction no file of the database, dump, mirror or log holds a trace, and no key"
        " that is left opens anything",
        ("tests/ledger/test_destroyed_members.py",),
        (),
    ),
    Proof(
        "Sending the record on: every format under hostile input, 5,000 examples each; 50 kills of"
        " the process that sends, every entry received and in order",
        ("tests/ledger/sinks",),
        (("HYPOTHESIS_PROFILE", "prove"), ("CHAPERONE_KILLS", "50")),
    ),
    Proof(
        "Search over 5,000,000 entries: the first page of every combination of filters, opened, in"
        " less than 100 ms (docs/search-times.md)",
        ("tests/ledger/test_search_at_size.py",),
        (("CHAPERONE_ENTRIES", "5000000"),),
    ),
    Proof(
        "Exposure at 5 M entries: by account, sign-in, address and time, every member and element in"
        " less than 10 s",
        ("tests/incidents/exposure/test_exposing_at_size.py",),
        (("CHAPERONE_ENTRIES", "5000000"),),
    ),
    Proof(
        "A year of a hospital (500 people, 20,000 members, 5,000,000 accesses): one case of each rule"
        " is found, at most 2 alerts per 1,000 staff-days otherwise, scanned within 5 minutes",
        ("tests/detection/year",),
        (
            ("CHAPERONE_STAFF", "500"),
            ("CHAPERONE_MEMBERS", "20000"),
            ("CHAPERONE_ACCESSES", "5000000"),
            ("CHAPERONE_DAYS", "365"),
            ("CHAPERONE_TEAMS", "50"),
        ),
    ),
    Proof(
        "An alert stands within 5 seconds of the entry that was one too many, by the processes as they run",
        ("tests/journeys/test_access.py",),
        (("CHAPERONE_ALERTS", "4"),),
    ),
    Proof(
        "The ledger cannot be written: every page with members' data answers 503 and shows none",
        ("tests/invariants/test_no_record_no_page.py", "tests/access/test_requires.py"),
        (),
    ),
    Proof(
        "Bad input: 10,000 generated requests to every route, as every role; no 500",
        ("tests/web/test_bad_input.py",),
        (("CHAPERONE_REQUESTS", "10000"),),
    ),
    Proof(
        "From nothing, as an unprivileged user with an empty home: first start within 3 minutes,"
        " later ones within 10 seconds",
        ("tests/journeys/from_nothing.py",),
        (),
    ),
    Proof(
        "A server of one's own: PostgreSQL 16, an administrator who is no superuser, the whole way",
        ("tests/cli/test_own_server.py",),
        (),
    ),
    Proof(
        "Ctrl-C at every step of a first start: nothing runs on, the next start goes on",
        ("tests/cli/test_interrupted.py",),
        (),
    ),
    Proof(
        "100,000 random changes of a ledger and its mirror: all are found with a mirror or a"
        " remembered checkpoint (docs/security/what-the-record-finds.md)",
        ("tests/ledger/test_mutations.py",),
        (("CHAPERONE_MUTATIONS", "100000"),),
    ),
    Proof(
        "200 kills of sequencer and database under 16 writers: no acknowledged entry lost, none"
        " twice, the tree continues every checkpoint ever published",
        ("tests/journeys/test_ledger_crash.py",),
        (("CHAPERONE_LEDGER_KILLS", "200"),),
    ),
    Proof(
        "Three nodes (Patroni, etcd, HAProxy) while texts flow: primary killed, its supervisor too, frozen,"
        " moved, two of three etcd lost: nothing acknowledged lost or doubled; writes stand still for at"
        " most 10 s (crash, planned move) or 30 s",
        (
            "tests/journeys/failing_over.py",
            "tests/cli/ha/failing_over.py",
            "tests/cli/ha/encrypted_nodes.py",
        ),
        (("CHAPERONE_GAPS", "1"),),
    ),
    Proof(
        "An installation is lost whole: a drill, then a restore from the backup, two printed shares and"
        " the mirror outside; STOP holds, the ledger verifies, it starts and is backed up again",
        ("tests/journeys/coming_back.py",),
        (),
    ),
    Proof(
        "1,000 flipped bits in a backup: every one is noticed; so is an end at every boundary",
        ("tests/continuity/backups/test_format.py",),
        (("CHAPERONE_FLIPS", "1000"),),
    ),
    Proof(
        "The machine's clock is put forward and back over three days (libfaketime, a time namespace):"
        " the daily backup skips no day and is never made twice, and what a worker does periodically"
        " goes on",
        ("tests/continuity/backups/clock_jumps.py", "tests/jobs/moved_clock.py"),
        (),
    ),
    Proof(
        "Kill -9 of any process while texts flow loses and doubles nothing (100 kills)",
        ("tests/journeys/test_faults.py",),
        (("CHAPERONE_KILLS", "100"),),
    ),
)


def main(words: list[str]) -> int:
    """Runs every proof, or those whose claim has one of the words; 1 if one fails.

    The table is kept after each, with its time: a run that is broken off loses nothing, and what
    was not run this time keeps the line of the last.
    """
    lines = {proof.claim: f"| {proof.claim} | not run | | |" for proof in PROOFS} | _kept()
    failed = False
    for proof in PROOFS:
        if not words or any(word.lower() in proof.claim.lower() for word in words):
            holds, seconds = _run(proof)
            result = "holds" if holds else "**failed**"
            when = f"{datetime.now(UTC):%d %B %Y, %H:%M}"
            lines[proof.claim] = f"| {proof.claim} | {result} | {seconds:.0f} | {when} |"
            failed = failed or not holds
            _keep(list(lines.values()))
    return int(failed)


def _kept() -> dict[str, str]:
    """The lines of the table as it is, of claims that are still made."""
    claims = {proof.claim for proof in PROOFS}
    found = {line.split(" | ")[0].removeprefix("| "): line for line in _lines() if " | " in line}
    return {claim: line for claim, line in found.items() if claim in claims}


def _lines() -> list[str]:
    return _PAGE.read_text().splitlines() if _PAGE.exists() else []


def _keep(lines: list[str]) -> None:
    """Prints the table and writes docs/proofs.md."""
    text = "\n".join(
        (
            "# Proofs",
            "",
            f"What `make prove` showed, on {os.cpu_count()} cores. Times are UTC.",
            "",
            "| claim | result | seconds | when |",
            "|---|---|---|---|",
            *lines,
            "",
        )
    )
    _PAGE.write_text(text)
    print(text)


def _run(proof: Proof) -> tuple[bool, float]:
    """Whether it holds, and in how many seconds."""
    began = time.monotonic()
    command = [sys.executable, "-m", "pytest", *proof.tests]
    env = os.environ | {memory.ON_DISK_ONLY: "1"} | dict(proof.size)
    done = subprocess.run(command, cwd=ROOT, env=env, check=False)
    return done.returncode == 0, time.monotonic() - began


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
