"""How many alerts came and went in each week."""

from collections import Counter
from datetime import date, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.db.models.functions import TruncWeek
from django.utils import timezone

from chaperone.database.identifiers import first_id_of
from chaperone.detection.alerts.queries.alerts import alerts_of
from chaperone.detection.alerts.queries.noise import WEEKS, monday_of
from chaperone.ledger.actors import Actor
from chaperone.organizations.clocks import begin_of

_BEFORE = timedelta(weeks=WEEKS)


class Week(NamedTuple):
    """A week from Monday: alerts that were raised in it, and alerts that were closed in it."""

    first_day: date
    raised: int
    closed: int


def raised_and_closed(actor: Actor, zone: ZoneInfo) -> list[Week]:
    """The last ``WEEKS`` weeks, oldest first, of alerts without a care reason. One query.

    Of what was closed, what was raised as many weeks before at most: older alerts are not looked
    at, so that the question does not grow with them.
    """
    first = monday_of(timezone.localdate(timezone=zone)) - timedelta(weeks=WEEKS - 1)
    oldest = begin_of(first - _BEFORE, zone)
    rows = alerts_of(actor).filter(explained_by="", id__gte=first_id_of(oldest))
    weekly = rows.annotate(
        raised=TruncWeek("raised_at", tzinfo=zone), closed=TruncWeek("closed_at", tzinfo=zone)
    ).values_list("raised", "closed")
    raised: Counter[date] = Counter()
    closed: Counter[date] = Counter()
    for came, went, count in weekly.annotate(count=Count("id")).order_by():
        raised[came.date()] += count
        if went is not None:
            closed[went.date()] += count
    mondays = [first + timedelta(weeks=number) for number in range(WEEKS)]
    return [Week(monday, raised[monday], closed[monday]) for monday in mondays]
