"""What is signed: the week, as it stood."""

from collections.abc import Sequence
from uuid import UUID

from chaperone.detection.models import Alert, Review, ReviewedAccess, Verdict
from chaperone.detection.reviews.queries import verdicts_in

_JUDGED = {
    "fine": "fine",
    "ask": "to be asked about",
    "not_fine": "not fine",
}


def text_of(
    review: Review, alerts: list[Alert], sample: Sequence[ReviewedAccess], *, own: UUID
) -> str:
    """The review as sentences, without a name of anybody."""
    suspicious = [alert for alert in alerts if not alert.explained_by]
    counts = verdicts_in(suspicious)
    labels = dict(Verdict.choices) | {"open": "still open"}
    ended = "; ".join(f"{labels[verdict]}: {number}" for verdict, number in sorted(counts.items()))
    judged = "; ".join(
        f"{words}: {sum(line.verdict == verdict for line in sample)}"
        for verdict, words in _JUDGED.items()
    )
    waiting = sum(not line.verdict and line.actor_id == own for line in sample)
    lines = [
        f"Review of activity in the week from {review.first_day.isoformat()}.",
        f"Alerts that nothing explained: {len(suspicious)}. {ended}".strip(),
        f"Alerts that a care reason explains: {len(alerts) - len(suspicious)}.",
        *(_figures(line) for line in review.figures),
        f"Sample, not flagged: {len(sample)} of {review.population}, drawn by {review.seed}.",
        f"Of the sample: {judged}.",
    ]
    if waiting:
        lines.append(f"Of the sample, {waiting} are the signer's own and wait for somebody else.")
    return "\n".join(lines)


def _figures(line: dict[str, int | str | None]) -> str:
    return (
        f"{line['role']}: {line['openings']} openings, {line['refusals']} refusals,"
        f" {line['exports']} exports, {line['emergencies']} times emergency access."
    )
