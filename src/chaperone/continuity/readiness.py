"""Pure: whether the installation could come back today (45 CFR 164.308(a)(7)(i))."""

from datetime import datetime, timedelta
from typing import NamedTuple

BACKUP_OLD = timedelta(hours=30)
"""A nightly backup that is older has missed a night."""
DRILL_OLD = timedelta(days=45)
"""Where drills run each month, one of these was missed."""


class Known(NamedTuple):
    """What is known: when the last whole backup was made, when the last drill began and what was
    its ``verdict`` (of ``drills.judging``), and when one last brought everything back.
    """

    backup_at: datetime | None
    drill_at: datetime | None
    verdict: str
    whole_at: datetime | None


class Answer(NamedTuple):
    """``state``: ``yes``, ``weak``, ``unproven`` or ``no``. ``sentence``: why, for people."""

    state: str
    sentence: str


def judged(known: Known, now: datetime) -> Answer:
    """The answer; of several reasons against it the worst."""
    if known.backup_at is None:
        return Answer("no", "There is no whole backup.")
    if known.verdict == "failed":
        return Answer("no", "The last drill failed: a backup did not come back.")
    if known.whole_at is None:
        return Answer("unproven", "No drill has brought a backup back yet.")
    if now - known.whole_at > DRILL_OLD:
        return Answer("unproven", "The last drill that worked is older than 45 days.")
    if now - known.backup_at > BACKUP_OLD:
        return Answer("weak", "The last whole backup is older than 30 hours.")
    return _ANSWERS.get(known.verdict, Answer("yes", "The last drill brought everything back."))


_ANSWERS = {
    "met": Answer("yes", "The last drill brought everything back, within what may be."),
    "slow": Answer("weak", "The last drill brought everything back, later than may be."),
    "lossy": Answer("weak", "The last drill came back in time, but would lose more than may be."),
    "both": Answer("weak", "The last drill came back later, and would lose more, than may be."),
    "untold": Answer(
        "weak", "The last drill brought everything back; nobody has said what may be away or lost."
    ),
}
