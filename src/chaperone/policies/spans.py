"""When which version of a policy is in force, and until when somebody has done their reading."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple
from uuid import UUID

_DAY = timedelta(days=1)


class Published(NamedTuple):
    """What counts of a published version."""

    version_id: UUID
    effective_on: date
    mandatory: bool
    grace_until: date | None = None


class Span(NamedTuple):
    """A version from its first day in force to the first day on which it is so no more."""

    version: Published
    ends_on: date | None


def spans_of(published: Iterable[Published], retired_on: date | None = None) -> list[Span]:
    """The versions of one policy one after another.

    ``published``: by number; of two that take effect on one day the later holds.
    """
    ordered = sorted(published, key=lambda each: each.effective_on)
    spans = [Span(each, following.effective_on) for each, following in pairwise(ordered)]
    spans += [Span(each, None) for each in ordered[-1:]]
    if retired_on is None:
        return spans
    return [
        Span(version, min(ends_on or retired_on, retired_on))
        for version, ends_on in spans
        if version.effective_on < retired_on
    ]


def in_force(spans: Iterable[Span], day: date) -> Published | None:
    """The version that is in force on a day."""
    for version, ends_on in spans:
        if version.effective_on <= day and (ends_on is None or day < ends_on):
            return version
    return None


def last_day_done(
    policies: Iterable[Sequence[Span]], done: Mapping[UUID, date], day: date
) -> date | None:
    """The last day, from ``day`` on, through which nothing mandatory lacks an acknowledgement.

    ``done``: until when each version is acknowledged. A version's grace counts as well. None
    where something is lacking on ``day`` itself; ``date.max`` where nothing ends it.
    """
    last = min((_last_day(spans, done, day) for spans in policies), default=date.max)
    return last if last >= day else None


def _last_day(spans: Sequence[Span], done: Mapping[UUID, date], day: date) -> date:
    for version, ends_on in spans:
        if not version.mandatory or (ends_on is not None and ends_on <= day):
            continue
        begins = max(version.effective_on, day)
        last = max(
            begins - _DAY,
            done.get(version.version_id, date.min),
            version.grace_until or date.min,
        )
        if ends_on is None or last < ends_on - _DAY:
            return last
    return date.max
