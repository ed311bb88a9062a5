"""What the commands about keys have in common: whose keys, and how the answer is told."""

from typing import Annotated
from uuid import UUID

import typer

from chaperone.access.actors import operator
from chaperone.access.context import acting_for
from chaperone.cli.errors import WhichOrganization
from chaperone.database.identifiers import PLATFORM
from chaperone.organizations.keys import everywhere
from chaperone.organizations.models import Organization

Which = Annotated[
    str, typer.Option("--organization", help="Its short name, or “platform”; else all of them.")
]


def slugs() -> dict[UUID, str]:
    """Whatever has keys of its own, by id: organizations by their short name."""
    names = {PLATFORM: "platform"}
    for organization_id in everywhere():
        if organization_id != PLATFORM:
            with acting_for(operator(organization_id)):
                names[organization_id] = Organization.objects.get(id=organization_id).slug
    return names


def chosen(slug: str) -> dict[UUID, str]:
    """The one that is named, or all. Raises WhichOrganization."""
    known = slugs()
    found = {each: name for each, name in known.items() if slug in ("", name)}
    if not found:
        raise WhichOrganization(known=", ".join(sorted(known.values())))
    return found
