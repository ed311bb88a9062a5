"""The register as a table that can be taken away and brought (``registers``)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from chaperone.access.actors import Staff
from chaperone.access.roles import ELEMENTS
from chaperone.organizations.days import today_of
from chaperone.registers.declared import Register
from chaperone.registers.queries.signatures import signatures_by_record
from chaperone.registers.sheets import CellRefused, Column
from chaperone.vendors.actions.register import add_vendor
from chaperone.vendors.errors import VendorsError
from chaperone.vendors.models import Vendor
from chaperone.vendors.queries import agreements_of, vendors_of


def _day(cell: str) -> date:
    try:
        return date.fromisoformat(cell)
    except ValueError:
        raise CellRefused("This is no day.", "Write it like 2026-04-09.") from None


def _criticality(cell: str) -> str:
    if cell.lower() not in Vendor.Criticality.values:
        raise CellRefused("This is no criticality.", "Write high, medium or low.")
    return cell.lower()


def _elements(cell: str) -> list[str]:
    names = [part.strip() for part in cell.split(";") if part.strip()]
    unknown = [name for name in names if name not in ELEMENTS or ELEMENTS[name].planned]
    if unknown:
        raise CellRefused("There are no such data.", f"Write names such as {'; '.join(_KNOWN)}.")
    return names


def _text(longest: int) -> Any:
    def read(cell: str) -> str:
        if len(cell) > longest or "\0" in cell:
            raise CellRefused("This is too long.", f"At most {longest} characters.")
        return cell

    return read


_KNOWN = [name for name, group in ELEMENTS.items() if not group.planned and name != "demo_phones"]
COLUMNS = (
    Column("name", "Name", _text(120)),
    Column("service", "Service", _text(200), help="What it does for you."),
    Column("contact", "Contact", _text(200), required=False),
    Column("criticality", "Criticality", _criticality, help="high, medium or low"),
    Column("elements", "Data", _elements, required=False, help="; ".join(_KNOWN)),
    Column("why", "Why", _text(500), required=False),
    Column("review_on", "Review on", _day, required=False, help="YYYY-MM-DD"),
)


def _rows(actor: Staff) -> Iterable[Vendor]:
    return vendors_of(actor).filter(retired_at=None).order_by("name", "id")


def _add(*, actor: Staff, **cells: Any) -> Vendor:
    """One line. What a cell leaves empty is empty."""
    given = {name: value for name, value in cells.items() if value is not None}
    return add_vendor(actor=actor, **given)


REGISTER = Register(
    name="vendors",
    label="Vendors",
    question="Who else may get members' data?",
    read="vendors.read",
    manage="vendors.manage",
    columns=COLUMNS,
    rows=_rows,
    add=_add,
    errors=(VendorsError,),
    page="vendors:register",
)


def _agreements(actor: Staff) -> Iterable[dict[str, Any]]:
    rows, today = list(agreements_of(actor)), today_of(actor)
    signatures = signatures_by_record(actor, [each.id for each in rows])
    for each in rows:
        signed = [one.name for one in signatures.get(each.id, [])]
        kind = each.get_kind_display()
        own = {"vendor": each.vendor.name, "kind": kind, "state": each.state_on(today)}
        yield vars(each) | own | {"signatures": signed}


# Not brought as a file: each is signed by itself, with a second factor, before data goes out.
AGREEMENTS = Register(
    name="agreements",
    label="Agreements",
    question="What was signed with vendors, and by whom?",
    read="vendors.read",
    manage="vendors.manage",
    columns=(
        Column("vendor", "Vendor"),
        Column("kind", "Kind"),
        Column("state", "State"),
        Column("signed_on", "Signed on"),
        Column("starts_on", "In force from"),
        Column("ends_on", "Until"),
        Column("covers", "Covers"),
        Column("host", "Host"),
        Column("purposes", "For"),
        Column("country", "Processed in"),
        Column("transfer", "May leave the EU"),
        Column("signed_here", "Signed here by"),
        Column("signed_there", "Signed there by"),
        Column("reference", "Filed as"),
        Column("file_sha256", "SHA-256 of the file"),
        Column("signatures", "Signatures"),
        Column("ended_at", "Ended"),
        Column("end_reason", "Because"),
    ),
    rows=_agreements,
    page="vendors:agreements",
)
