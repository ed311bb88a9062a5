"""`verify.md`: how an auditor checks a report or a package, and what that shows and does not."""

from importlib.resources import files

from chaperone.documents.blocks import moment
from chaperone.evidence.packages.oscal import OSCAL
from chaperone.evidence.packages.report import Report

_BY_COMMAND = (
    "Ask for that entry with its proof (`chaperone ledger account`, or a package for auditors), and"
    " check it with `python -m chaperone.merkle account`."
)
_IN_RECORD = "That entry is in `record/`, with its proof: see below."
_MORE = (
    "| `record/` | entries of the ledger, opened, with proofs |\n"
    "| `samples/` | records of access that were drawn, where they were asked for |\n"
    "| `policies/`, `registers/` | the programme as it stands |\n"
)
_SAMPLES = """    python -m chaperone.merkle account samples --key KEY

The sample: {count} of the {population} records of access from {since} until {until}, those whose
SHA-256 of the seed `{seed}` and the entry's id come first.
"""


def for_report(report: Report) -> bytes:
    """The text for a report alone."""
    return _text("verify.txt").format(**_facts(report, "", _BY_COMMAND)).encode()


def for_package(report: Report, *, left_out: int, sample: dict[str, object] | None) -> bytes:
    """The text for a package. ``sample``: the facts of ``record.Drawn``; None where none was."""
    said = _text("verify.txt").format(**_facts(report, _MORE, _IN_RECORD))
    drawn = _SAMPLES.format(**sample) if sample else ""
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
