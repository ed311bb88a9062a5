"""How it stands with vendors: covered or not, judged or not, and down their chain."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from chaperone.ledger.actors import Actor
from chaperone.vendors.models import Agreement, Assessment, Assurance, Vendor
from chaperone.vendors.questionnaire import verdict_of

SOON = timedelta(days=60)
_NO_AGREEMENT = "It may get members' data, but no agreement in force covers all of it."
_NO_ASSURANCE = "It gets members' data without an agreement or an assurance of its own."


@dataclass(slots=True)
class Standing:
    """A vendor with what counts today. ``below``: its subcontractors."""

    vendor: Vendor
    agreements: list[Agreement] = field(default_factory=list)
    assurances: list[Assurance] = field(default_factory=list)
    assessment: Assessment | None = None
    below: list["Standing"] = field(default_factory=list)
    today: date = date.min

    @property
    def covering(self) -> Agreement | None:
        """The business associate agreement in force that covers all it may get, the longest."""
        found = [
            each
            for each in self.agreements
            if each.kind == Agreement.Kind.BAA
            and each.state_on(self.today) == "in_force"
            and set(each.covers) >= set(self.vendor.elements)
        ]
        return max(found, key=lambda each: each.ends_on or date.max, default=None)

    @property
    def state(self) -> str:
        """``not_needed``, ``covered``, ``ending`` (within 60 days) or ``missing``; ``retired``."""
        if self.vendor.retired_at:
            return "retired"
        if not self.vendor.elements:
            return "not_needed"
        covering = self.covering
        if covering is None:
            return "missing"
        soon = covering.ends_on is not None and covering.ends_on - self.today <= SOON
        return "ending" if soon else "covered"

    @property
    def is_assured(self) -> bool:
        """Whether it has shown something of its own that still counts."""
        return any(
            each.retired_at is None and each.review_on >= self.today for each in self.assurances
        )

    @property
    def gap(self) -> str:
        """What is missing, in a sentence; empty where nothing is (164.314(a)(2)(iii))."""
        if self.state == "missing":
            if self.vendor.under_id:
                return "" if self.is_assured else _NO_ASSURANCE
            return _NO_AGREEMENT
        return ""

    @property
    def verdict(self) -> str:
        return verdict_of(self.assessment.score if self.assessment else None)

    @property
    def is_overdue(self) -> bool:
        """Whether it should have been judged again by now."""
        review = self.vendor.review_on
        return not self.vendor.retired_at and review is not None and review < self.today


def standings_of(actor: Actor, vendors: Sequence[Vendor], today: date) -> list[Standing]:
    """How it stands with these vendors, in their order. Three queries, however many."""
    found = {each.id: Standing(each, today=today) for each in vendors}
    mine = {"organization_id": actor.organization_id, "vendor_id__in": list(found)}
    for agreement in Agreement.objects.filter(**mine).order_by("-starts_on", "-id"):
        found[agreement.vendor_id].agreements.append(agreement)
    for assurance in Assurance.objects.filter(**mine).order_by("-issued_on", "-id"):
        found[assurance.vendor_id].assurances.append(assurance)
    latest = Assessment.objects.filter(**mine).order_by("vendor_id", "-id").distinct("vendor_id")
    for assessment in latest:
        found[assessment.vendor_id].assessment = assessment
    return list(found.values())


def chain_of(actor: Actor, today: date) -> list[Standing]:
    """Every vendor that is not retired as a tree: the organization's own with their subcontractors
    below them.
    """
    rows = Vendor.objects.filter(organization_id=actor.organization_id, retired_at=None)
    standings = standings_of(actor, list(rows.order_by("name", "id")), today)
    by_id = {each.vendor.id: each for each in standings}
    below: dict[UUID | None, list[Standing]] = defaultdict(list)
    for each in standings:
        below[each.vendor.under_id if each.vendor.under_id in by_id else None].append(each)
    for each in standings:
        each.below = below[each.vendor.id]
    return below[None]


def gaps_in(standings: Iterable[Standing]) -> list[Standing]:
    """Those in which something is missing."""
    return [each for each in standings if each.gap]
