"""A finding as a file reports it, whatever its form."""

import hashlib
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from chaperone.risks.findings.errors import FileRefused
from chaperone.risks.models import Severity

MOST_BYTES = 2_000_000
MOST_FINDINGS = 2_000
# CVSS v3.1, section 5 (qualitative severity rating scale): the lowest score of each.
_BANDS = ((9.0, Severity.CRITICAL), (7.0, Severity.HIGH), (4.0, Severity.MEDIUM))


class Reported(NamedTuple):
    """One weakness in one place. Texts are trimmed to what the register keeps.

    ``key``: 64 hex digits, the same for the same weakness in the same place. ``dismissed``: why
    the source says that it does no harm; empty where it does.
    """

    key: str
    rule: str
    title: str
    severity: str
    place: str
    description: str = ""
    remedy: str = ""
    dismissed: str = ""


def reported(
    *,
    same: Iterable[str],
    rule: str,
    title: str,
    severity: Severity,
    place: str,
    description: str = "",
    remedy: str = "",
    dismissed: str = "",
) -> Reported:
    """A finding, cleaned. ``same``: what tells it from others, in the words of its file."""
    return Reported(
        key=_digest(same),
        rule=plain(rule, 120),
        title=plain(title, 200) or plain(rule, 200),
        severity=str(severity),
        place=plain(place, 300) or "no place named",
        description=plain(description, 2000),
        remedy=plain(remedy, 1000),
        dismissed=plain(dismissed, 300),
    )


def severity_of_score(score: float) -> Severity:
    """The severity of a CVSS score, 0.0 to 10.0."""
    return next((severity for least, severity in _BANDS if score >= least), Severity.LOW)


def each_once(found: Iterable[Reported]) -> list[Reported]:
    """The findings without repetitions: of the same one, the worst. Raises ``FileRefused``."""
    worst: dict[str, Reported] = {}
    order = Severity.values
    for finding in found:
        known = worst.get(finding.key)
        if known is None or order.index(finding.severity) < order.index(known.severity):
            worst[finding.key] = finding
        if len(worst) > MOST_FINDINGS:
            raise FileRefused(f"The file lists more than {MOST_FINDINGS:,} findings. Divide it.")
    return list(worst.values())


def plain(text: str, most: int) -> str:
    """A text on one line without control characters, at most so long, with "…" where cut."""
    kept = "".join(
        " " if unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") else letter
        for letter in text[: 4 * most]
    )
    words = " ".join(kept.split())
    return words if len(words) <= most else f"{words[: most - 1]}…"


def _digest(parts: Iterable[str]) -> str:
    # Lengths before the parts, so that no two lists of parts run into the same bytes.
    digest = hashlib.sha256()
    for part in parts:
        encoded = part.encode("utf-8", "surrogatepass")
        digest.update(f"{len(encoded)}:".encode() + encoded)
    return digest.hexdigest()
