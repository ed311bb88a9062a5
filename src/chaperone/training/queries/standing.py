"""How training stands in an organization (45 CFR 164.308(a)(5))."""

from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet

from chaperone.access.models import Grant
from chaperone.access.queries.people import IN_FORCE
from chaperone.ledger.actors import Actor
from chaperone.organizations.days import today_of
from chaperone.training.models import Certificate, Note, NoteRead
from chaperone.training.queries.assignments import open_assignments
from chaperone.training.queries.courses import courses


class Trained(NamedTuple):
    """``certified``: people of those who work here with a certificate that counts today;
    ``late``: people with a course that they should have passed by now.
    """

    courses: int
    people: int
    certified: int
    late: int


class Reminded(NamedTuple):
    """The last security note, and how many of those it went to have read it."""

    notes: int
    last_sent_on: date | None
    read: int


def trained_in(actor: Actor) -> Trained:
    """How it stands in the actor's organization today. Five queries."""
    today = today_of(actor)
    here = _working(actor)
    counting = Certificate.objects.filter(
        organization_id=actor.organization_id, until__gte=today, user_id__in=here
    )
    late = open_assignments(actor).filter(due_on__lt=today, user_id__in=here)
    return Trained(
        courses=courses(actor).filter(retired_at=None).count(),
        people=here.aggregate(people=Count("user_id", distinct=True))["people"],
        certified=counting.aggregate(people=Count("user_id", distinct=True))["people"],
        late=late.order_by().aggregate(people=Count("user_id", distinct=True))["people"],
    )


def reminded_in(actor: Actor) -> Reminded:
    """How security notes stand in the actor's organization. Three queries."""
    notes = Note.objects.filter(organization_id=actor.organization_id)
    last = notes.order_by("-number").first()
    read = NoteRead.objects.filter(organization_id=actor.organization_id, note=last)
    return Reminded(
        notes=notes.count(),
        last_sent_on=last.sent_on if last else None,
        read=read.count() if last else 0,
    )


def _working(actor: Actor) -> QuerySet[Grant, Any]:
    """Users who work here; guests of the platform do not. As ``assignments.workforce``."""
    rows = Grant.objects.filter(IN_FORCE, organization_id=actor.organization_id, emergency=None)
    own = rows.filter(Q(request=None) | Q(request__home_id=actor.organization_id))
    return own.order_by().values("user_id")
