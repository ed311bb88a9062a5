"""All files of a report, bound together by their hashes."""

from collections.abc import Mapping
from hashlib import sha256

from chaperone.evidence.packages.as_html import as_html
from chaperone.evidence.packages.as_json import as_json
from chaperone.evidence.packages.instructions import for_report
from chaperone.evidence.packages.oscal import as_oscal
from chaperone.evidence.packages.printed import printed
from chaperone.evidence.packages.proposed import proposed_files
from chaperone.evidence.packages.report import Report

SUMS = "SHA256SUMS"


def files_of(report: Report, *, proposed: bool = False) -> dict[str, bytes]:
    """The report in every form, without instructions and hashes. ``proposed``: with files of their
    own for what is proposed.
    """
    return (proposed_files(report) if proposed else {}) | {
        "assessment-results.json": as_oscal(report),
        "day.json": report.day_text.encode(),
        "index.html": as_html(report),
        "report.json": as_json(report),
        "report.pdf": printed(report),
    }


def report_files(report: Report, *, proposed: bool = False) -> dict[str, bytes]:
    """The files that ``chaperone evidence report`` writes."""
    found = files_of(report, proposed=proposed)
    return summed(found | {"verify.md": for_report(report, proposed=proposed)})


def summed(found: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files with the list of their hashes, as ``sha256sum`` writes it."""
    sums = "".join(f"{sha256(found[name]).hexdigest()}  {name}\n" for name in sorted(found))
    return {**found, SUMS: sums.encode()}


def digest_of(found: Mapping[str, bytes]) -> str:
    """SHA-256 of the list of hashes, in hex, which the ledger records."""
    return sha256(found[SUMS]).hexdigest()
