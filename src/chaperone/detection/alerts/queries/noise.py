"""How noisy the rules are: what they raise, and how much of it was worth a look."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.db.models.functions import TruncWeek
from django.utils import timezone

from chaperone.access.queries.over_time import staff_days
from chaperone.detection.alerts.queries.alerts import alerts_of
from chaperone.detection.alerts.queries.verdicts import HARMLESS, WRONG
from chaperone.ledger.actors import Actor
from chaperone.organizations.clocks import begin_of
from chaperone.organizations.queries import organization_of

WEEKS = 12
GOAL = 2.0
"""Alerts without a care reason per 1,000 staff-days, at most; more is not looked at any more."""


class Week(NamedTuple):
    """One week from Monday: alerts about acts in it without a care reason, and with one."""

    first_day: date
    suspicious: int
    explained: int


class RuleNoise(NamedTuple):
    """What a rule raised, and what came of it."""

    rule: str
    suspicious: int
    explained: int
    wrong: int
    harmless: int

    @property
    def harmless_share(self) -> int | None:
        """Of those that were judged, how many of a hundred were harmless; None without any."""
        judged = self.wrong + self.harmless
        return round(100 * self.harmless / judged) if judged else None


class Noise(NamedTuple):
    """The last ``WEEKS`` weeks. ``rate``: per 1,000 staff-days, None where nobody works here."""

    weeks: list[Week]
    rules: list[RuleNoise]
    staff_days: int
    rate: float | None

    @property
    def suspicious(self) -> int:
        return sum(each.suspicious for each in self.rules)

    @property
    def explained(self) -> int:
        return sum(each.explained for each in self.rules)

    @property
    def judged(self) -> int:
        return sum(each.wrong + each.harmless for each in self.rules)

    @property
    def harmless_share(self) -> int | None:
        """Of those that were judged, how many of a hundred were harmless."""
        harmless = sum(each.harmless for each in self.rules)
        return round(100 * harmless / self.judged) if self.judged else None


def noise_of(actor: Actor) -> Noise:
    """How noisy the rules were in the organization. Four queries.

    An alert counts in the week of the first act it is about: rules that were run over the past say
    nothing of the week in which that was done.
    """
    zone = ZoneInfo(organization_of(actor).time_zone)
    first = monday_of(timezone.localdate(timezone=zone)) - timedelta(weeks=WEEKS - 1)
    since = begin_of(first, zone)
    rows = alerts_of(actor).filter(started_at__gte=since)
    found, explained = Q(explained_by=""), ~Q(explained_by="")
    weekly = rows.annotate(week=TruncWeek("started_at", tzinfo=zone)).values_list("week")
    by_week: Mapping[date, tuple[int, int]] = {
        week.date(): (suspicious, other)
        for week, suspicious, other in weekly.annotate(
            suspicious=Count("id", filter=found), other=Count("id", filter=explained)
        )
    }
    by_rule = rows.values_list("rule").annotate(
        suspicious=Count("id", filter=found),
        other=Count("id", filter=explained),
        wrong=Count("id", filter=Q(verdict__in=WRONG)),
        harmless=Count("id", filter=Q(verdict__in=HARMLESS)),
    )
    rules = [RuleNoise(*row) for row in by_rule.order_by("-suspicious", "rule")]
    days = staff_days(actor, since=since, until=timezone.now())
    suspicious = sum(each.suspicious for each in rules)
    return Noise(
        [_week(first + timedelta(weeks=number), by_week) for number in range(WEEKS)],
        rules,
        days,
        round(1000 * suspicious / days, 2) if days else None,
    )


def monday_of(day: date) -> date:
    """The Monday on which the week of a day begins."""
    return day - timedelta(days=day.weekday())


def _week(first_day: date, counts: Mapping[date, tuple[int, int]]) -> Week:
    return Week(first_day, *counts.get(first_day, (0, 0)))
