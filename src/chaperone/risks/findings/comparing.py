"""What a file of findings would change: compared before it is taken in, and again while it is."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from chaperone.risks.findings.reading.reported import Reported
from chaperone.risks.models import Finding

TEXTS = ("rule", "title", "severity", "place", "description", "remedy")

Pair = tuple[Finding, Reported]


class Comparison(NamedTuple):
    """Each report and each known finding of the source in one of these.

    ``changed``: still there, and told otherwise; ``reopened``: mended or gone, and seen again;
    ``gone``: open, and not in a whole list any more; ``dismissed``: open, and the source says now
    that it does no harm; ``left``: closed by a person for another reason than that it was mended,
    and so left closed.
    """

    new: list[Reported]
    same: list[Pair]
    changed: list[Pair]
    reopened: list[Pair]
    dismissed: list[Pair]
    gone: list[Finding]
    left: list[Pair]

    @property
    def counts(self) -> dict[str, int]:
        """How many there are of each, by name."""
        return {name: len(each) for name, each in self._asdict().items()}


def compare(
    known: Mapping[str, Finding], reports: Iterable[Reported], *, whole: bool
) -> Comparison:
    """Compares the reports of a source with what is known of it. ``known``: by key."""
    found = Comparison([], [], [], [], [], [], [])
    seen = set()
    for report in reports:
        seen.add(report.key)
        finding = known.get(report.key)
        if finding is None:
            found.new.append(report)
        else:
            _place(found, finding, report)
    if whole:
        found.gone.extend(
            finding
            for key, finding in known.items()
            if key not in seen and finding.state == Finding.State.OPEN
        )
    return found


def _place(found: Comparison, finding: Finding, report: Reported) -> None:
    pair = (finding, report)
    if finding.state == Finding.State.OPEN:
        if report.dismissed:
            found.dismissed.append(pair)
        else:
            (found.changed if _differs(finding, report) else found.same).append(pair)
    elif report.dismissed:
        found.left.append(pair)
    elif finding.closed_how in ("", Finding.How.MENDED):
        found.reopened.append(pair)
    else:
        found.left.append(pair)


def _differs(finding: Finding, report: Reported) -> bool:
    return any(getattr(finding, name) != getattr(report, name) for name in TEXTS)
