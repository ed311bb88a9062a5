"""`verify.md`: how an auditor checks a report or a package, and what that shows and does not."""

from importlib.resources import files

from chaperone.documents.blocks import moment
from chaperone.evidence.packages.oscal import OSCAL
from chaperone.evidence.packages.record import Wish
from chaperone.evidence.packages.report import Report

_BY_COMMAND = (
    "Ask for that entry with its proof (`chaperone ledger account`, or a package for auditors), and"
    " check it with `python -m chaperone.merkle account`."
)
_IN_RECORD = "That entry is in `record/`, with its proof: see below."
_MORE = (
    "| `record/` | entries of the ledger, opened, with proofs |\n"
    "| `samples/` | records of access that were drawn, where they were asked for |\n"
    "| `ledger/` | all entries of a period, opened, with proofs, where they were asked for |\n"
    "| `policies/`, `registers/` | the programme as it stands |\n"
)
_PROPOSED = (
    "| `proposed.json`, `proposed.html`, `proposed.pdf` | how the organization would stand to the"
    " rule *proposed* in 2025 (90 FR 898), which is not in force: nothing of it counts in the"
    " files above |\n"
)
_SAMPLES = """    python -m chaperone.merkle account samples --key KEY

The sample: {count} of the {population} records of access from {since} until {until}, those whose
SHA-256 of the seed `{seed}` and the entry's id come first.
"""
_WHOLE = """    python -m chaperone.merkle account ledger --key KEY

`ledger/` holds every entry of this organization from {since} until {until} that the signed copy
had when this was made, those that name members included. That none of them is left out cannot be
shown from here: the tree has the entries of others between them, sealed.
"""


def for_report(report: Report, *, proposed: bool = False) -> bytes:
    """The text for a report alone. ``proposed``: files of what is proposed are beside it."""
    more = _PROPOSED if proposed else ""
    return _text("verify.txt").format(**_facts(report, more, _BY_COMMAND)).encode()


def for_package(
    report: Report, *, left_out: int, sample: dict[str, object] | None, wish: Wish
) -> bytes:
    """The text for a package. ``sample``: the facts of ``record.Drawn``; None where none was."""
    files_more = (_PROPOSED if wish.proposed else "") + _MORE
    said = _text("verify.txt").format(**_facts(report, files_more, _IN_RECORD))
    drawn = _SAMPLES.format(**sample) if sample else ""
    if wish.whole and wish.since and wish.until:
        drawn += _WHOLE.format(since=wish.since.isoformat(), until=wish.until.isoformat())
    more = _text("verify_package.txt").format(left_out=left_out, samples=drawn)
    return f"{said}\n{more}".encode()


def _facts(report: Report, more: str, proof: str) -> dict[str, str]:
    day = report.day
    return {
        "oscal": OSCAL,
        "day": day.on.isoformat() if day else "no day yet: it is empty",
        "more": more,
        "organization": report.organization.name,
        "made_at": moment(report.local),
        "digest": day.digest if day else "nothing: no day is frozen yet",
        "entry": f"`{day.entry_id}`" if day else "of the first frozen day",
        "proof": proof,
    }


def _text(name: str) -> str:
    return files("chaperone.evidence.packages").joinpath(name).read_text("utf-8")
