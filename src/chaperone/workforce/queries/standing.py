"""How it stands with those who work here: whom they answer to, and what they hold."""

from collections.abc import Mapping
from typing import NamedTuple

from django.db.models import Count, Q

from chaperone.access.clearances import registered
from chaperone.access.models import Hold
from chaperone.ledger.actors import Actor
from chaperone.organizations.days import today_of
from chaperone.workforce.models import Official
from chaperone.workforce.queries.people import people, working


class Supervision(NamedTuple):
    """How many work here, and of how many nobody wrote down what they do or whom they answer to.

    Officials answer to the organization itself.
    """

    people: int
    without_position: int
    without_supervisor: int


class Cleared(NamedTuple):
    """How many work here, and how many hold each clearance today, by its label.

    ``in_grace``: how many of what is held was given for a while, and is not earned yet.
    """

    people: int
    holding: Mapping[str, int]
    in_grace: int


def supervision_of(actor: Actor) -> Supervision:
    """Of the actor's organization (45 CFR 164.308(a)(3)(ii)(A)). One query."""
    officials = Official.objects.filter(organization_id=actor.organization_id).values("user_id")
    figures = (
        working(people(actor))
        .order_by()
        .aggregate(
            people=Count("id"),
            without_position=Count("id", filter=Q(position="")),
            without_supervisor=Count(
                "id", filter=Q(supervisor_id=None) & ~Q(user_id__in=officials)
            ),
        )
    )
    return Supervision(**figures)


def cleared_of(actor: Actor) -> Cleared:
    """Of the actor's organization (45 CFR 164.308(a)(3)(ii)(B)). Four queries."""
    here = working(people(actor)).order_by()
    holds = Hold.objects.filter(
        organization_id=actor.organization_id,
        ended_at=None,
        until__gte=today_of(actor),
        user_id__in=here.values("user_id"),
    )
    counted = dict(
        holds.values_list("name").annotate(Count("user_id", distinct=True)).order_by("name")
    )
    earned = holds.exclude(why=Hold.GRACE).values("user_id", "name")
    in_grace = (
        holds.filter(why=Hold.GRACE)
        .values_list("user_id", "name")
        .difference(earned.values_list("user_id", "name"))
    )
    return Cleared(
        people=here.count(),
        holding={each.label: counted.get(each.name, 0) for each in registered()},
        in_grace=in_grace.count(),
    )
