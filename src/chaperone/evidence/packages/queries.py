"""Packages and what is in them."""

from hashlib import sha256
from uuid import UUID

from chaperone.evidence.models import Package, PackagePiece
from chaperone.evidence.packages.errors import NoSuchPackage
from chaperone.ledger.actors import Actor
from chaperone.vault.integrity import Altered, refuse

STAGES = (
    "The standards",
    "The report in its forms",
    "Policies in force",
    "Registers",
    "Entries of the ledger, with proofs, and packing",
)
SHOWN = 20


def packages_of(actor: Actor) -> list[Package]:
    """The latest of the actor's organization, newest first. One query."""
    rows = Package.objects.filter(organization_id=actor.organization_id)
    return list(rows.order_by("-id")[:SHOWN])


def package_of(actor: Actor, package_id: UUID) -> Package:
    """One of them. Raises ``NoSuchPackage``; one with records of members is its asker's alone, to
    whom the approval of that copy was given.
    """
    found = Package.objects.filter(
        organization_id=actor.organization_id, id=package_id, state=Package.State.DONE
    ).first()
    if found is None or not may_take(actor, found):
        raise NoSuchPackage
    return found


def may_take(actor: Actor, package: Package) -> bool:
    """Whether the actor may take the package away."""
    return not package.copies or package.asked_by == actor.id


def content_of(package: Package) -> bytes:
    """The file. Raises ``NotIntact``, on record then, where it is not what was made."""
    pieces = PackagePiece.objects.filter(
        organization_id=package.organization_id, package=package
    ).order_by("number")
    content = b"".join(piece.content.reveal_bytes() for piece in pieces)
    if sha256(content).hexdigest() != package.sha256:
        table = PackagePiece._meta.db_table
        refuse(
            Altered(package.organization_id, table, "content", package.id, None, "PackageAltered")
        )
    return content
