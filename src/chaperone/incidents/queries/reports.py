"""The reports that an actor may see."""

from uuid import UUID

from django.db.models import QuerySet

from chaperone.access.actors import Staff
from chaperone.incidents.errors import NoSuchReport
from chaperone.incidents.models import Report
from chaperone.incidents.queries.incidents import MANAGE
from chaperone.ledger.actors import Actor


def reports_of(actor: Actor) -> QuerySet[Report]:
    """The reports of the actor's organization, the latest first.

    Confidential ones are seen by who runs incidents alone, and none by whom it names
    (45 CFR 164.530(g)); row security holds the latter by itself.
    """
    rows = Report.objects.filter(organization_id=actor.organization_id)
    if isinstance(actor, Staff):
        rows = rows.exclude(names_id=actor.user_id)
        if not actor.may(MANAGE):
            rows = rows.filter(confidential=False)
    return rows.order_by("-number")


def report_of(actor: Actor, report_id: UUID, *, lock: bool = False) -> Report:
    """One of them. ``lock``: so that it is decided once. Raises ``NoSuchReport``."""
    rows = reports_of(actor).filter(id=report_id)
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise NoSuchReport
    return found
