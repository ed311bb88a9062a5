"""Results as they stand, as they were frozen, and how they went."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Count, Q
from django.db.models.functions import Substr

from chaperone.evidence.collecting import Status
from chaperone.evidence.freezing.canonical import canonical, digest_of
from chaperone.evidence.freezing.errors import DayAltered, NoSuchDay
from chaperone.evidence.models import Collection, Day, Frozen, Reading
from chaperone.ledger.actors import Actor
from chaperone.ledger.queries import opened_rows
from chaperone.organizations.days import today_of
from chaperone.standards.catalogue import all_standards

SECTION = len("164.308")
"""How many characters of a citation name the section of the rules."""


class Point(NamedTuple):
    """A day: how many standards had which status; of one standard, its only one."""

    on: date
    statuses: Mapping[str, int]

    @property
    def status(self) -> str:
        """The status of the one standard that was asked for."""
        return next(iter(self.statuses), "")


class Share(NamedTuple):
    """Of one section of the rules on one day: how many standards applied, and were met."""

    on: date
    met: int
    applies: int


def latest_day(actor: Actor) -> Day | None:
    """The last day that was frozen; None before the first. One query."""
    days = Day.objects.filter(organization_id=actor.organization_id)
    return days.order_by("-on").first()


def latest(actor: Actor) -> list[Frozen]:
    """The results of the last day that was frozen, in the order of the catalogue. Two queries."""
    day = latest_day(actor)
    return [] if day is None else results_of(actor, day)


def results_of(actor: Actor, day: Day) -> list[Frozen]:
    """The results of a day, in the order of the catalogue. One query."""
    rows = Frozen.objects.filter(organization_id=actor.organization_id, on=day.on)
    order = _order()
    return sorted(rows, key=lambda each: order.get(each.citation, len(order)))


def day_of(actor: Actor, on: date) -> Day:
    """What was frozen on a day. Raises ``NoSuchDay``."""
    found = Day.objects.filter(organization_id=actor.organization_id, on=on).first()
    if found is None:
        raise NoSuchDay
    return found


def trend(actor: Actor, citation: str | None = None, days: int = 90) -> list[Point]:
    """The frozen days of the last ``days``, oldest first: of all standards, or of one. Two queries.

    A day on which nothing was frozen is absent.
    """
    since = today_of(actor) - timedelta(days=days)
    if citation is None:
        kept = Day.objects.filter(organization_id=actor.organization_id, on__gt=since)
        return [Point(on, counts) for on, counts in kept.order_by("on").values_list("on", "counts")]
    rows = Frozen.objects.filter(
        organization_id=actor.organization_id, citation=citation, on__gt=since
    )
    return [
        Point(on, {status: 1}) for on, status in rows.order_by("on").values_list("on", "status")
    ]


def shares(actor: Actor, *, days: int = 90) -> dict[str, list[Share]]:
    """The frozen days of the last ``days`` by section, such as ``164.308``, oldest first. Two
    queries, over at most so many days of the catalogue.
    """
    since = today_of(actor) - timedelta(days=days)
    rows = Frozen.objects.filter(organization_id=actor.organization_id, on__gt=since)
    counted = rows.annotate(section=Substr("citation", 1, SECTION)).values_list("section", "on")
    found: dict[str, list[Share]] = {}
    for section, *share in counted.annotate(
        met=Count("id", filter=Q(status=Status.MET)),
        applies=Count("id", filter=~Q(status=Status.NOT_APPLICABLE)),
    ).order_by("on"):
        found.setdefault(section, []).append(Share(*share))
    return found


def readings(actor: Actor) -> dict[str, Reading]:
    """How each standard stood when it was last computed, by citation. One query."""
    rows = Reading.objects.filter(organization_id=actor.organization_id)
    return {each.citation: each for each in rows}


def reading_of(actor: Actor, citation: str) -> Reading | None:
    """The same of one standard."""
    return Reading.objects.filter(organization_id=actor.organization_id, citation=citation).first()


def latest_collection(actor: Actor) -> Collection | None:
    """The last that somebody asked for, and how far it is."""
    rows = Collection.objects.filter(organization_id=actor.organization_id)
    return rows.order_by("-id").first()


def verify_day(actor: Actor, day: Day) -> str:
    """The day's canonical text, once its results are those that the ledger's entry binds.

    Raises ``DayAltered`` with what differs. That the entry stands in the signed tree is for the
    ledger's verifier to show.
    """
    text = canonical(actor.organization_id, day.on, results_of(actor, day))
    digest = digest_of(text)
    if digest != day.digest:
        raise DayAltered("Its results have another hash.")
    rows = opened_rows(actor, [day.entry_id])
    if not rows or rows[0].details.get("digest") != digest:
        raise DayAltered("The ledger's entry names another hash, or is missing.")
    return text


def _order() -> dict[str, int]:
    return {each.citation: number for number, each in enumerate(all_standards())}
