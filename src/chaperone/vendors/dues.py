"""What falls due about vendors (``duties``): renewals, judgements, documents."""

from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

from chaperone.duties.registry import Due
from chaperone.vendors.models import Agreement, Assurance, CustomerAgreement, Vendor

MANAGE = "vendors.manage"


def falling_due(organization_id: UUID, until: date) -> Iterator[Due]:
    """In the organization's context. An agreement that another one outlasts is no duty any more."""
    vendors = Vendor.objects.filter(organization_id=organization_id, retired_at=None)
    yield from _renewals(organization_id, until)
    for vendor in vendors.filter(review_on__lte=until):
        yield _due(f"vendors.review:{vendor.id}", "Judge a vendor again", vendor.review_on, vendor)
    documents = Assurance.objects.select_related("vendor").filter(
        organization_id=organization_id,
        retired_at=None,
        vendor__retired_at=None,
        review_on__lte=until,
    )
    for each in documents:
        what = "Ask a vendor for a newer document"
        yield _due(f"vendors.document:{each.id}", what, each.review_on, each.vendor)
    yield from _customers(organization_id, until)


def _renewals(organization_id: UUID, until: date) -> Iterator[Due]:
    rows = Agreement.objects.filter(organization_id=organization_id, ended_at=None)
    rows = rows.select_related("vendor").filter(vendor__retired_at=None)
    for last in _last_of_each(rows):
        if last.ends_on is not None and last.ends_on <= until:
            key = f"vendors.agreement:{last.id}"
            yield _due(key, "Renew an agreement with a vendor", last.ends_on, last.vendor)


def _last_of_each(rows: Iterable[Agreement]) -> list[Agreement]:
    """Of the agreements about the same with one vendor, that which lasts longest."""
    last: dict[tuple[object, ...], Agreement] = {}
    for each in rows:
        same = (each.vendor_id, each.kind, each.host, tuple(each.purposes))
        if same not in last or _end(each) > _end(last[same]):
            last[same] = each
    return list(last.values())


def _end(agreement: Agreement) -> date:
    return agreement.ends_on or date.max


def _customers(organization_id: UUID, until: date) -> Iterator[Due]:
    """The customer's own; the platform reads all of them on its page."""
    rows = CustomerAgreement.objects.filter(organization_id=organization_id, ended_at=None)
    last = max(rows, key=lambda each: each.ends_on or date.max, default=None)
    if last is not None and last.ends_on is not None and last.ends_on <= until:
        yield Due(
            key=f"vendors.customer:{last.id}",
            what="Renew the agreement between the organization and the platform",
            due_on=last.ends_on,
            route="vendors:customers",
            citation="164.502(e)(1)",
            permission=MANAGE,
        )


def _due(key: str, what: str, day: date | None, vendor: Vendor) -> Due:
    assert day is not None
    return Due(
        key=key,
        what=f"{what}: {vendor.name}",
        due_on=day,
        route="vendors:vendor",
        arguments={"vendor_id": vendor.id},
        citation="164.308(b)(1)",
        owner=vendor.owner_id,
        permission=MANAGE,
    )
