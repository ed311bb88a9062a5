"""Who worked in an organization over a time, and as what."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Max, Min
from django.db.models.functions import Coalesce, Greatest, Least

from chaperone.access.queries.held import grants_between
from chaperone.access.queries.own_roles import own_roles_of
from chaperone.access.roles import ROLES
from chaperone.ledger.actors import Actor

_DAY = timedelta(days=1)


def staff_days(actor: Actor, *, since: datetime, until: datetime) -> int:
    """The days in this time on which each of the organization's people held access, added up.

    From the first to the last day of a person's access; a gap in between counts. One query.
    """
    rows = grants_between(actor, since=since, until=until)
    spans = rows.values_list("user_id").annotate(
        first=Min(Greatest("starts_at", since)), last=Max(Least(Coalesce("ends_at", until), until))
    )
    return sum(max(1, round((last - first) / _DAY)) for _, first, last in spans)


def roles_between(actor: Actor, *, since: datetime, until: datetime) -> dict[UUID, str]:
    """What each person of the organization was in this time: labels of their roles, in order.

    Two queries.
    """
    labels = {name: role.label for name, role in {**ROLES, **own_roles_of(actor)}.items()}
    found: dict[UUID, set[str]] = {}
    rows = grants_between(actor, since=since, until=until).exclude(role="")
    for user_id, role in rows.values_list("user_id", "role").distinct():
        found.setdefault(user_id, set()).add(labels.get(role, role))
    return {user_id: ", ".join(sorted(roles)) for user_id, roles in found.items()}
