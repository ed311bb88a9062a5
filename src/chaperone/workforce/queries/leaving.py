"""How those who left were seen off (45 CFR 164.308(a)(3)(ii)(C))."""

from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef

from chaperone.access.models import Grant
from chaperone.access.queries.people import IN_FORCE
from chaperone.ledger.actors import Actor
from chaperone.organizations.days import today_of
from chaperone.workforce.models import Checklist, Line
from chaperone.workforce.queries.people import people

_LATEST = 10


class Leaving(NamedTuple):
    """How many left, and what is not done about it.

    ``reaching``: who has left and holds a grant here all the same; ``open_lines`` and
    ``late_lines``: of their checklists; ``latest``: the ids of the last who left.
    """

    left: int
    reaching: int
    open_lines: int
    late_lines: int
    latest: tuple[UUID, ...]


def leaving_of(actor: Actor) -> Leaving:
    """How it stands in the actor's organization today. Six queries."""
    left = people(actor).exclude(ended_on=None)
    grants = Grant.objects.filter(
        IN_FORCE, organization_id=actor.organization_id, user_id=OuterRef("user_id")
    )
    lines = Line.objects.filter(
        organization_id=actor.organization_id,
        checklist__kind=Checklist.Kind.TERMINATION,
        done_at=None,
    )
    latest = left.order_by("-ended_on", "-id").values_list("id", flat=True)[:_LATEST]
    return Leaving(
        left=left.count(),
        reaching=left.filter(Exists(grants)).count(),
        open_lines=lines.count(),
        late_lines=lines.filter(due_on__lt=today_of(actor)).count(),
        latest=tuple(latest),
    )
