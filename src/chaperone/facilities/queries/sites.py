"""Sites, the plans in force there, and what was mended."""

from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.urls import reverse

from chaperone.access.actors import Staff
from chaperone.facilities.models import Maintenance, Plan, Site
from chaperone.ledger.actors import Actor


def sites_of(actor: Actor) -> QuerySet[Site]:
    """Sites by name, those in use first; ``review_due_on`` of the plan in force."""
    signed = Plan.objects.filter(site=OuterRef("id"), signed_at__isnull=False).order_by("-number")
    rows = Site.objects.filter(organization_id=actor.organization_id).annotate(
        plan_id=Subquery(signed.values("id")[:1]),
        review_due_on=Subquery(signed.values("review_due_on")[:1]),
    )
    return rows.order_by(F("retired_at").desc(nulls_first=True), "name", "id")


def sites_to_choose(actor: Actor) -> dict[UUID, str]:
    """Names of the sites in use, by id."""
    rows = Site.objects.filter(organization_id=actor.organization_id, retired_at=None)
    return dict(rows.order_by("name").values_list("id", "name"))


def plans_of(site: Site) -> list[Plan]:
    """The versions of its security plan, newest first."""
    return list(site.plans.order_by("-number"))


def plan_in_force(plans: list[Plan]) -> Plan | None:
    """The newest that was signed."""
    return next((plan for plan in plans if plan.signed_at), None)


def maintenance_of(actor: Staff) -> QuerySet[Maintenance]:
    """Repairs and changes with their sites, latest first."""
    rows = Maintenance.objects.filter(organization_id=actor.organization_id)
    return rows.select_related("site").order_by("-done_on", "-id")


def page_of_site(actor: Staff, record_id: UUID) -> str | None:
    """The address of a site's page, for its files; None where there is no such site here."""
    rows = Site.objects.filter(organization_id=actor.organization_id, id=record_id)
    return reverse("facilities:site", kwargs={"site_id": record_id}) if rows.exists() else None
