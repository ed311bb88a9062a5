"""The deadlines of an incident as they stand now."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone

from chaperone.incidents.assessing.deadlines import CUSTOMER_CLOCKS, Facts, Running, Stated, running
from chaperone.incidents.assessing.queries.assessments import assessment_in_force
from chaperone.incidents.assessing.settings import PROMISE_HOURS
from chaperone.incidents.exposure.queries.frozen import latest_exposure
from chaperone.incidents.exposure.residence import NOT_KNOWN
from chaperone.incidents.models import Assessment, Clock, Delay, Exposure, Incident
from chaperone.ledger.actors import Actor
from chaperone.organizations.queries import organization_of, value_of


class Shown(NamedTuple):
    """A deadline with who sees to it. ``row``: None until somebody was named or told."""

    running: Running
    row: Clock | None
    owner_id: UUID | None
    now: datetime

    @property
    def state(self) -> str:
        """``met``, ``paused``, ``late``, ``soon`` (a day is left) or ``runs``."""
        if self.row and self.row.met_at:
            return "met"
        paused = self.running.paused_until
        if paused and self.now < paused:
            return "paused"
        left = (self.running.due_at - self.now).total_seconds()
        if left < 0:
            return "late"
        return "soon" if left < 24 * 60 * 60 else "runs"

    @property
    def ends_with_notice(self) -> bool:
        """Whether it ends when it is recorded that the covered entity was told."""
        return self.running.name in CUSTOMER_CLOCKS

    @property
    def open(self) -> bool:
        """Whether the notice is still to be given."""
        return self.state != "met"


def clocks_of(actor: Actor, incident: Incident) -> list[Shown]:
    """Every deadline of an incident, what is due first on top; none where it is no breach.

    A breach is presumed from the first exposure that concerns anybody (45 CFR 164.402(2)): time
    runs from discovery, and not from the day on which somebody decides.
    """
    judged = assessment_in_force(actor, incident)
    exposure = judged.exposure if judged else latest_exposure(actor, incident)
    if judged and not judged.is_breach:
        return []
    if judged is None and (exposure is None or not exposure.members or not exposure.unsealed):
        return []
    rows = {each.name: each for each in Clock.objects.filter(incident=incident)}
    now = timezone.now()
    return [
        _shown(each, rows.get(each.name), incident, now)
        for each in running(_facts(actor, incident, judged, exposure))
    ]


def delays_of(actor: Actor, incident: Incident) -> list[Delay]:
    """What law enforcement stated, newest first."""
    rows = Delay.objects.filter(organization_id=actor.organization_id, incident=incident)
    return list(rows.order_by("-id"))


def people_to_tell(assessment: Assessment | None, exposure: Exposure | None) -> int:
    """How many people a breach concerns, as it was judged; until then all who could be."""
    if exposure is None:
        return 0
    seen_only = assessment is not None and assessment.whom == Assessment.Whom.SEEN
    return exposure.seen if seen_only else exposure.members


def states_to_tell(assessment: Assessment | None, exposure: Exposure | None) -> dict[str, int]:
    """How many of them live in each state, "not known" among them."""
    if exposure is None:
        return {}
    if assessment is None or assessment.whom != Assessment.Whom.SEEN:
        return dict(exposure.by_state)
    unasked = {NOT_KNOWN: exposure.seen} if exposure.seen else {}
    return dict(exposure.seen_by_state) or unasked


def _facts(
    actor: Actor, incident: Incident, judged: Assessment | None, exposure: Exposure | None
) -> Facts:
    by_state = states_to_tell(judged, exposure)
    return Facts(
        discovered_at=incident.discovered_at,
        zone=ZoneInfo(organization_of(actor).time_zone),
        members=people_to_tell(judged, exposure),
        unknown=by_state.pop(NOT_KNOWN, 0),
        by_state=by_state,
        associate=judged is not None and judged.acting_as == Assessment.As.ASSOCIATE,
        europe=judged is not None and judged.europe,
        high_risk=judged is not None and judged.high_risk,
        promise_hours=value_of(PROMISE_HOURS, actor.organization_id),
        delays=[
            Stated(each.form == Delay.Form.ORAL, each.stated_on, each.until)
            for each in delays_of(actor, incident)
        ],
    )


def _shown(each: Running, row: Clock | None, incident: Incident, now: datetime) -> Shown:
    owner = row.owner_id if row and row.owner_id else incident.lead_id
    return Shown(each, row, owner, now)
