"""Visitors in and out, and badges (45 CFR 164.310(a)(2)(iii))."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.facilities.actions.entering import change, enter
from chaperone.facilities.errors import AlreadySettled, AlreadyThere
from chaperone.facilities.events import (
    BADGE_ADDED,
    BADGE_RETIRED,
    BADGE_USE_IMPORTED,
    VISITOR_CAME,
    VISITOR_LEFT,
)
from chaperone.facilities.models import Badge, BadgeUse, Site, Visit
from chaperone.facilities.queries.finding import find, hold


@transaction.atomic
def sign_in(*, actor: Staff, site_id: UUID, **values: Any) -> Visit:
    """A visitor comes in now. The caller has checked ``visitors.manage``. Raises ``NotFound``."""
    site = find(actor, Site, site_id)
    visit = Visit(site=site, arrived_at=timezone.now(), **values)
    # Who came stands in the register, which may be retired; the ledger is kept longer.
    details = {"site": site.name, "escort": str(visit.escort)}
    return enter(actor=actor, row=visit, event=VISITOR_CAME, details=details)


@transaction.atomic
def sign_out(*, actor: Staff, visit_id: UUID) -> Visit:
    """A visitor leaves now. Raises ``NotFound``, ``AlreadySettled``."""
    visit = hold(actor, Visit, visit_id)
    if visit.left_at:
        raise AlreadySettled("This visitor was signed out already.")
    values = {"left_at": timezone.now(), "signed_out_by": actor.user_id}
    change(actor=actor, row=visit, event=VISITOR_LEFT, values=values, details={})
    return visit


def add_badge(*, actor: Staff, number: str, holder: UUID) -> Badge:
    """Gives somebody a badge. Raises ``AlreadyThere``: the number is somebody's."""
    row = Badge(number=number, holder=holder)
    return enter(actor=actor, row=row, event=BADGE_ADDED, details={"holder": str(holder)})


@transaction.atomic
def retire_badge(*, actor: Staff, badge_id: UUID) -> None:
    """Takes a badge out of use: seen at a door again, it is nobody's."""
    badge = hold(actor, Badge, badge_id)
    if badge.retired_at:
        raise AlreadySettled
    values = {"retired_at": timezone.now()}
    change(actor=actor, row=badge, event=BADGE_RETIRED, values=values, details={})


def add_badge_use(
    *, actor: Staff, badge: str, door: str, at: datetime, result: str | None = None
) -> BadgeUse | None:
    """Enters a line of a lock's record; None where it is there already, as from a file before."""
    row = BadgeUse(badge=badge, door=door, at=at, result=result or "")
    try:
        return enter(actor=actor, row=row, event=BADGE_USE_IMPORTED, details={"door": door})
    except AlreadyThere:
        return None
