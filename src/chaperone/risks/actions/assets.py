"""The inventory: what people enter, and what the system finds (NIST SP 800-30 Rev. 1, Task 1-2)."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chaperone.access.actors import Staff, worker
from chaperone.access.context import acting_for
from chaperone.ledger.actors import Actor
from chaperone.organizations.queries import organizations_all
from chaperone.registers.actions.changes import record_change
from chaperone.risks.differences import apply_changes, plain
from chaperone.risks.errors import AlreadyRetired, FoundByTheSystem, NoSuchAsset
from chaperone.risks.events import (
    ASSET_CHANGED,
    ASSET_ENTERED,
    ASSET_FOUND,
    ASSET_GONE,
    ASSET_RETIRED,
)
from chaperone.risks.models import Asset
from chaperone.risks.registry import Found, assets_found

_FOUND = ("kind", "name", "about", "place", "holds")
_TOLD = (*_FOUND, "criticality", "owner_id")


@transaction.atomic
def enter_asset(*, actor: Staff, **values: Any) -> Asset:
    """Enters an asset that people know of: ``kind``, ``name``, and what else ``Asset`` has.

    The caller has checked ``risks.manage`` and the values.
    """
    asset = Asset(organization_id=actor.organization_id, recorded_by=actor.user_id, **values)
    asset.save(force_insert=True)
    details = {name: plain(getattr(asset, name)) for name in _TOLD}
    record_change(actor=actor, event=ASSET_ENTERED, record=asset.id, details=details)
    return asset


@transaction.atomic
def change_asset(*, actor: Staff, asset_id: UUID, **values: Any) -> Asset:
    """Changes what is said of an asset; of one that the system found, not what it is itself.

    The caller has checked ``risks.manage`` and the values. Raises ``NoSuchAsset``,
    ``AlreadyRetired``, ``FoundByTheSystem``.
    """
    asset = _to_change(actor, asset_id)
    if asset.retired_at:
        raise AlreadyRetired
    changes = apply_changes(asset, values)
    if asset.found and changes.keys() & set(_FOUND):
        raise FoundByTheSystem
    if changes:
        asset.save(update_fields=list(changes))
        record_change(actor=actor, event=ASSET_CHANGED, record=asset.id, details=changes)
    return asset


@transaction.atomic
def retire_asset(*, actor: Staff, asset_id: UUID, reason: str) -> None:
    """Takes an asset out of the count; it stays in the inventory, and in the risks that name it.

    ``reason`` 1 to 500 characters. The caller has checked ``risks.manage``. Raises
    ``NoSuchAsset``, ``AlreadyRetired``; ``FoundByTheSystem`` for one that the system still finds.
    """
    asset = _to_change(actor, asset_id)
    if asset.retired_at:
        raise AlreadyRetired
    if asset.found and not asset.gone_at:
        raise FoundByTheSystem
    asset.retired_at, asset.retired_by = timezone.now(), actor.user_id
    asset.retire_reason = reason.strip()
    asset.save(update_fields=["retired_at", "retired_by", "retire_reason"])
    details = {"name": asset.name, "reason": asset.retire_reason}
    record_change(actor=actor, event=ASSET_RETIRED, record=asset.id, details=details)


@transaction.atomic
def look_for_assets(*, actor: Actor) -> None:
    """Asks every source what the system runs on: new assets come in, those that are not found any
    more are marked gone, those that are found again are here again. Only changes are recorded.
    """
    rows = Asset.objects.select_for_update().filter(organization_id=actor.organization_id)
    known = {asset.key: asset for asset in rows.exclude(key="").order_by("id")}
    for found in assets_found(actor.organization_id):
        asset = known.pop(found.key, None)
        if asset is None:
            _come(actor, found)
        else:
            _compare(actor, asset, found)
    for asset in known.values():
        _go(actor, asset)


def look_everywhere() -> None:
    """The same in every organization, as the worker."""
    for organization_id in organizations_all():
        actor = worker(organization_id)
        with acting_for(actor):
            look_for_assets(actor=actor)


def _come(actor: Actor, found: Found) -> None:
    asset = Asset(organization_id=actor.organization_id, **found._asdict())
    asset.save(force_insert=True)
    details = {name: getattr(asset, name) for name in _FOUND}
    record_change(actor=actor, event=ASSET_FOUND, record=asset.id, details=details)


def _compare(actor: Actor, asset: Asset, found: Found) -> None:
    again = asset.gone_at is not None
    values = {name: getattr(found, name) for name in _FOUND if name != "kind"}
    changes = apply_changes(asset, values | {"gone_at": None})
    if changes:
        asset.save(update_fields=list(changes))
        event = ASSET_FOUND if again else ASSET_CHANGED
        record_change(actor=actor, event=event, record=asset.id, details=changes)


def _go(actor: Actor, asset: Asset) -> None:
    if asset.gone_at:
        return
    asset.gone_at = timezone.now()
    asset.save(update_fields=["gone_at"])
    details = {"name": asset.name, "place": asset.place}
    record_change(actor=actor, event=ASSET_GONE, record=asset.id, details=details)


def _to_change(actor: Staff, asset_id: UUID) -> Asset:
    rows = Asset.objects.select_for_update().filter(organization_id=actor.organization_id)
    found = rows.filter(id=asset_id).first()
    if found is None:
        raise NoSuchAsset
    return found
