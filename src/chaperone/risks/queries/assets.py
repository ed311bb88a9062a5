"""The inventory of the actor's organization."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from chaperone.ledger.actors import Actor
from chaperone.risks.errors import NoSuchAsset
from chaperone.risks.models import Asset, Risk

MOST_CHOSEN = 500
"""How many assets a form offers."""


def inventory_of(actor: Actor) -> QuerySet[Asset]:
    """All assets by name, retired ones too."""
    rows = Asset.objects.filter(organization_id=actor.organization_id)
    return rows.order_by("name", "id")


def asset_of(actor: Actor, asset_id: UUID) -> Asset:
    """One of them. Raises ``NoSuchAsset``."""
    found = inventory_of(actor).filter(id=asset_id).first()
    if found is None:
        raise NoSuchAsset
    return found


def assets_named(actor: Actor, asset_ids: Collection[UUID]) -> list[Asset]:
    """These assets, by name; what is not there is left out."""
    return list(inventory_of(actor).filter(id__in=list(asset_ids))) if asset_ids else []


def assets_to_choose(actor: Actor, *, also: Collection[UUID] = ()) -> dict[str, str]:
    """Assets that are here, and ``also`` these: names by id, for a form."""
    rows = inventory_of(actor).filter(retired_at=None, gone_at=None)[:MOST_CHOSEN]
    chosen = {str(each.id): each.name for each in rows}
    missing = [each for each in also if str(each) not in chosen]
    return chosen | {str(each.id): each.name for each in assets_named(actor, missing)}


def risks_of_asset(actor: Actor, asset: Asset, *, limit: int = 50) -> list[Risk]:
    """Open risks that name the asset, the highest first."""
    rows = Risk.objects.filter(organization_id=actor.organization_id, closed_at=None)
    rows = rows.filter(asset_ids__contains=[asset.id])
    return list(rows.order_by("-residual_level", "number")[:limit])
