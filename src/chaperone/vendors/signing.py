"""What exactly is signed under an agreement, and by whom it is signed already."""

from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from chaperone.ledger.actors import Actor
from chaperone.registers.queries.signatures import signatures_of
from chaperone.vendors.models import Agreement, Signed

AGREEMENT, CUSTOMER_AGREEMENT = "vendors.agreement", "vendors.customer_agreement"
MEANING = "We signed this agreement, and these are its terms."
FOR_PLATFORM = "The platform signed this agreement, and these are its terms."
FOR_CUSTOMER = "The customer signed this agreement, and these are its terms."


class Paper(NamedTuple):
    """The signed paper as a file."""

    name: str
    content: bytes


def hash_of_paper(paper: Paper | None) -> str:
    """SHA-256 of the file, in hex, as its attachment has it; empty where there is none."""
    return sha256(paper.content).hexdigest() if paper else ""


def terms_of(agreement: Signed) -> list[tuple[str, str]]:
    """What is signed, by its label; nothing that changes later, such as a vendor's name."""
    own = _of_vendor(agreement) if isinstance(agreement, Agreement) else _of_customer(agreement)
    terms = (
        ("Agreement", str(agreement.id)),
        *own,
        ("Signed on", agreement.signed_on.isoformat()),
        ("In force from", agreement.starts_on.isoformat()),
        ("Until", agreement.ends_on.isoformat() if agreement.ends_on else "it is ended"),
        ("Signed here by", agreement.signed_here),
        ("Signed there by", agreement.signed_there),
        ("Filed as", agreement.reference),
        ("SHA-256 of the file", agreement.file_sha256),
    )
    return [(label, value or "-") for label, value in terms]


def signed_text(agreement: Signed) -> str:
    """``terms_of``, one a line."""
    return "\n".join(f"{label}: {value}" for label, value in terms_of(agreement))


def has_signed(actor: Actor, agreement_id: UUID) -> bool:
    """Whether the actor's signature is under it already. One query."""
    return any(each.user_id == actor.id for each in signatures_of(actor, agreement_id))


def _of_vendor(agreement: Agreement) -> tuple[tuple[str, str], ...]:
    known = dict(Agreement.Purpose.choices)
    goes_to = [agreement.host, *(known[each] for each in agreement.purposes if each in known)]
    return (
        ("Kind", agreement.get_kind_display()),
        ("Vendor", str(agreement.vendor_id)),
        ("Covers", ", ".join(agreement.covers) or "no members' data"),
        ("Goes to", "; ".join(each for each in goes_to if each) or "nowhere"),
        ("Processed in", agreement.country),
        ("May leave the EU", agreement.get_transfer_display()),
    )


def _of_customer(agreement: Signed) -> tuple[tuple[str, str], ...]:
    return (
        ("Kind", "Business associate agreement of a customer with the platform"),
        ("Customer", str(agreement.organization_id)),
    )
