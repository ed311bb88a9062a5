"""What came of every breach, and of what is presumed one (45 CFR 164.402(2), 164.414(b))."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from chaperone.incidents.assessing.queries.assessments import assessment_in_force
from chaperone.incidents.assessing.queries.clocks import Shown, clocks_of, delays_of
from chaperone.incidents.models import Assessment, Delay, Exposure, Incident, Notice
from chaperone.incidents.queries.incidents import incidents_of
from chaperone.ledger.actors import Actor


class Breach(NamedTuple):
    """An incident that exposed somebody, with its judgement in force, deadlines, delays and notice.

    ``judged``: None while it is presumed a breach; ``notice``: the version that was approved.
    """

    incident: Incident
    judged: Assessment | None
    clocks: list[Shown]
    delays: list[Delay]
    notice: Notice | None

    @property
    def is_breach(self) -> bool:
        """Whether people must be told: judged so, or presumed until somebody has judged."""
        return bool(self.clocks)

    def clocks_named(self, names: Iterable[str]) -> list[Shown]:
        """Those of its deadlines that have one of these names."""
        wanted = set(names)
        return [each for each in self.clocks if each.running.name in wanted]


def exposing_incidents(actor: Actor) -> list[Breach]:
    """Every incident, and no drill, that exposed anybody or was judged; newest first.

    Few are: about ten queries for each.
    """
    of_it = {"incident": OuterRef("id")}
    rows = incidents_of(actor).filter(
        Q(Exists(Exposure.objects.filter(**of_it, members__gt=0, unsealed=True)))
        | Exists(Assessment.objects.filter(**of_it)),
        drill=False,
    )
    return [_breach(actor, incident) for incident in rows]


def latest_drill(actor: Actor) -> Incident | None:
    """The last drill of an incident that was gone through to its end."""
    rows = incidents_of(actor).filter(drill=True, state=Incident.State.CLOSED)
    return rows.order_by("-closed_at").first()


def _breach(actor: Actor, incident: Incident) -> Breach:
    return Breach(
        incident,
        assessment_in_force(actor, incident),
        clocks_of(actor, incident),
        delays_of(actor, incident),
        _notice(actor, incident.id),
    )


def _notice(actor: Actor, incident_id: UUID) -> Notice | None:
    rows = Notice.objects.filter(organization_id=actor.organization_id, incident_id=incident_id)
    return rows.filter(state=Notice.State.APPROVED).order_by("-number").first()
