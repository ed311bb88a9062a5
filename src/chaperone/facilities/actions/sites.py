"""Sites and their security plans (45 CFR 164.310(a)(1)-(2))."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.facilities.actions.entering import change, enter
from chaperone.facilities.dates import a_year_after
from chaperone.facilities.errors import AlreadySettled
from chaperone.facilities.events import (
    MAINTAINED,
    PLAN_REVIEWED,
    PLAN_SIGNED,
    PLAN_WRITTEN,
    SITE_ADDED,
    SITE_CHANGED,
    SITE_RETIRED,
)
from chaperone.facilities.models import Maintenance, Plan, Site
from chaperone.facilities.queries.finding import find, hold
from chaperone.organizations.days import today_of
from chaperone.registers.actions.signing import sign

MEANING = "I have read this security plan, and put it in force for this site."


def add_site(*, actor: Staff, **values: Any) -> Site:
    """Enters a site. The caller has checked ``facilities.manage``. Raises ``AlreadyThere``."""
    row = Site(**values)
    return enter(actor=actor, row=row, event=SITE_ADDED, details=values)


@transaction.atomic
def change_site(*, actor: Staff, site_id: UUID, **values: Any) -> None:
    """Changes what is known of a site. Raises ``NotFound``, ``AlreadyThere``."""
    site = hold(actor, Site, site_id)
    changed = {name: value for name, value in values.items() if getattr(site, name) != value}
    if changed:
        change(actor=actor, row=site, event=SITE_CHANGED, values=changed, details=changed)


@transaction.atomic
def retire_site(*, actor: Staff, site_id: UUID) -> None:
    """The site is not used any more; its records stay. Raises ``NotFound``, ``AlreadySettled``."""
    site = hold(actor, Site, site_id)
    if site.retired_at:
        raise AlreadySettled
    values = {"retired_at": timezone.now()}
    change(actor=actor, row=site, event=SITE_RETIRED, values=values, details={"name": site.name})


@transaction.atomic
def write_plan(*, actor: Staff, site_id: UUID, text: str) -> Plan:
    """The next version of a site's plan, in force once it is signed. Raises ``NotFound``."""
    site = hold(actor, Site, site_id)
    latest = Plan.objects.filter(site=site).aggregate(latest=Max("number"))["latest"] or 0
    plan = Plan(site=site, number=latest + 1, text=text)
    details = {"site": site.name, "number": plan.number, "characters": len(text)}
    return enter(actor=actor, row=plan, event=PLAN_WRITTEN, details=details)


@transaction.atomic
def sign_plan(*, actor: Staff, plan_id: UUID, factor: str) -> None:
    """Puts a version in force by a signature under exactly its text, for a year until its review.

    ``factor``: what ``registers.actions.signing.fresh_factor`` gave. Raises ``NotFound``,
    ``AlreadySettled`` for a version that was signed, or that another has overtaken.
    """
    plan = hold(actor, Plan, plan_id)
    newer = Plan.objects.filter(site=plan.site_id, number__gt=plan.number)
    if plan.signed_at or newer.exists():
        raise AlreadySettled
    today = today_of(actor)
    signature = sign(actor=actor, record=plan.id, text=plan.text, meaning=MEANING, factor=factor)
    values = {
        "signed_by": actor.user_id,
        "signed_at": signature.signed_at,
        "reviewed_on": today,
        "review_due_on": a_year_after(today),
    }
    details = {"number": plan.number, "sha256": signature.sha256}
    change(actor=actor, row=plan, event=PLAN_SIGNED, values=values, details=details)


@transaction.atomic
def review_plan(*, actor: Staff, plan_id: UUID, found: str) -> None:
    """The plan in force was walked through on site and stays as it is for a year.

    ``found``: what was seen. Raises ``NotFound``, ``AlreadySettled`` where it is not in force.
    """
    plan = hold(actor, Plan, plan_id)
    newer = Plan.objects.filter(site=plan.site_id, number__gt=plan.number, signed_at__isnull=False)
    if plan.signed_at is None or newer.exists():
        raise AlreadySettled("Only the plan in force is reviewed.")
    today = today_of(actor)
    values = {"reviewed_on": today, "review_due_on": a_year_after(today)}
    details = {"number": plan.number, "found": found}
    change(actor=actor, row=plan, event=PLAN_REVIEWED, values=values, details=details)


@transaction.atomic
def record_maintenance(*, actor: Staff, site_id: UUID, **values: Any) -> Maintenance:
    """Records a repair or change of a place (45 CFR 164.310(a)(2)(iv)). Raises ``NotFound``."""
    site = find(actor, Site, site_id)
    row = Maintenance(site=site, **values)
    details = {"site": site.name, "part": row.part, "what": row.what, "done_by": row.done_by}
    return enter(actor=actor, row=row, event=MAINTAINED, details=details)
