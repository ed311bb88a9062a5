"""Whom notices of breaches reached: counts, by incident (45 CFR 164.404(d), 164.414(b))."""

from collections.abc import Collection, Mapping
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count

from chaperone.incidents.models import Delivery
from chaperone.ledger.actors import Actor

_State = Delivery.State
_REACHED = (_State.PRINTED, _State.SENT, _State.DELIVERED, _State.POSTED)
_UNREACHED = (_State.RETURNED, _State.FAILED)
_WAITING = (_State.WAITING, _State.SENDING)


class Deliveries(NamedTuple):
    """``reached``: that went out; ``unreached``, ``waiting``: by incident."""

    reached: int
    unreached: Mapping[UUID, int]
    waiting: Mapping[UUID, int]


def deliveries_of(actor: Actor, incident_ids: Collection[UUID]) -> Deliveries:
    """Of these incidents, over all versions of their notices. One query."""
    rows = Delivery.objects.filter(
        organization_id=actor.organization_id, notice__incident_id__in=incident_ids
    )
    counts = rows.values_list("notice__incident_id", "state").annotate(Count("id"))
    reached, unreached, waiting = 0, dict[UUID, int](), dict[UUID, int]()
    for incident_id, state, many in counts:
        if state in _REACHED:
            reached += many
        for states, into in ((_UNREACHED, unreached), (_WAITING, waiting)):
            if state in states:
                into[incident_id] = into.get(incident_id, 0) + many
    return Deliveries(reached, unreached, waiting)
