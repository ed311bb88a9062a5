"""The register: each policy with what is in force of it, what is being written, and its review."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import (
    Case,
    CharField,
    DateField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest

from chaperone.ledger.actors import Actor
from chaperone.organizations.days import today_of
from chaperone.policies.kinds import KINDS
from chaperone.policies.models import Policy, Review, Version

SOON = timedelta(days=60)
"""How long before its day a review is shown as due soon."""
STATES = {
    "in_force": "In force",
    "coming": "Published, not in force yet",
    "none": "Not published yet",
    "retired": "Retired",
}
WORK = {"draft": "Draft", "review": "In review", "approved": "Approved, not published"}


class Line(NamedTuple):
    """A policy as a file of the register has it."""

    title: str
    name: str
    kind: str
    state: str
    version: int
    effective_on: date | None
    mandatory: bool
    public: bool
    citations: list[str]
    review_months: int
    review_due_on: date | None
    text: str


def registered(actor: Actor, today: date) -> QuerySet[Any]:
    """The policies of the actor's organization by title. Each has, besides its own:

    ``title``, ``mandatory``, ``public``, ``number``, ``effective_on`` of the version in force, else
    of the latest; ``state`` (of ``STATES``), ``work`` (of ``WORK``, or empty) and ``due_on``.
    """
    versions = Version.objects.filter(policy=OuterRef("id"))
    published = versions.filter(state=Version.State.PUBLISHED)
    current = published.filter(effective_on__lte=today).order_by("-effective_on", "-number")
    latest = versions.exclude(state=Version.State.DISCARDED).order_by("-number")
    anything = versions.order_by("-number")
    shown = Coalesce(
        Subquery(current.values("id")[:1]),
        Subquery(latest.values("id")[:1]),
        Subquery(anything.values("id")[:1]),
    )
    the_shown = Version.objects.filter(id=OuterRef("shown_id"))
    reviewed = Review.objects.filter(policy=OuterRef("id")).order_by("-reviewed_on")
    work = versions.filter(state__in=Version.OPEN)
    policies: QuerySet[Any] = Policy.objects.filter(organization_id=actor.organization_id)
    policies = policies.annotate(
        shown_id=shown,
        current_id=Subquery(current.values("id")[:1]),
        work=Coalesce(Subquery(work.values("state")[:1]), Value("")),
        reviewed_on=Subquery(reviewed.values("reviewed_on")[:1]),
    )
    fields = ("title", "mandatory", "public", "number", "effective_on", "review_months")
    policies = policies.annotate(**{name: Subquery(the_shown.values(name)) for name in fields})
    listed: QuerySet[Any] = policies.annotate(
        state=Case(
            When(Q(retired_on__lte=today), then=Value("retired")),
            When(current_id__isnull=False, then=Value("in_force")),
            When(Exists(published), then=Value("coming")),
            default=Value("none"),
            output_field=CharField(),
        ),
        due_on=Case(
            When(
                Q(current_id__isnull=False) & ~Q(retired_on__lte=today),
                then=Func(
                    Greatest(F("effective_on"), F("reviewed_on")),
                    F("review_months"),
                    function="policies_review_due",
                    output_field=DateField(),
                ),
            ),
            default=None,
            output_field=DateField(null=True),
        ),
    ).order_by(F("title"), "id")
    return listed


def lines_of(actor: Actor) -> Iterator[Line]:
    """Every policy with the text in force, else the latest, for a file."""
    for policy in registered(actor, today_of(actor)).annotate(
        text=Subquery(Version.objects.filter(id=OuterRef("shown_id")).values("text")),
        cited=Subquery(Version.objects.filter(id=OuterRef("shown_id")).values("citations")),
    ):
        yield _line(policy)


def _line(policy: Any) -> Line:
    return Line(
        title=policy.title,
        name=policy.name,
        kind=KINDS[policy.kind],
        state=STATES[policy.state],
        version=policy.number,
        effective_on=policy.effective_on,
        mandatory=policy.mandatory,
        public=policy.public,
        citations=policy.cited,
        review_months=policy.review_months,
        review_due_on=policy.due_on,
        text=policy.text,
    )
