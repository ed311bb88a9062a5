"""What the inventory and the map of ePHI must know of rooms beside and above. Filled in
``AppConfig.ready``.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple
from uuid import UUID


class Found(NamedTuple):
    """An asset that the system itself knows of. ``key``: by what it is known again, for ever.

    ``kind`` and ``holds``: of ``models.Asset``; ``place``: an address, a folder, a region.
    """

    key: str
    kind: str
    name: str
    about: str = ""
    place: str = ""
    holds: str = "unknown"


class Flow(NamedTuple):
    """Somewhere that ePHI goes from here.

    ``elements``: groups of ``access/roles.toml``; ``to`` and ``place``: who gets it, and where;
    ``under``: what lets it go there, in words; ``kind``: of ``models.Asset``; ``country`` and
    ``transfer``: where it is processed, and on what grounds it may leave the EU; "": not known.
    """

    elements: frozenset[str]
    to: str
    place: str
    under: str
    kind: str = "other"
    country: str = ""
    transfer: str = ""


AssetSource = Callable[[UUID], Iterable[Found]]
"""Called in a transaction in the organization's context, with its id."""
FlowSource = Callable[[UUID], Iterable[Flow]]
"""The same for flows."""

_assets: list[AssetSource] = []
_flows: list[FlowSource] = []


def assets_from(source: AssetSource) -> None:
    """Has the inventory filled from ``source``, too."""
    _assets.append(source)


def flows_from(source: FlowSource) -> None:
    """Has the map of ePHI drawn from ``source``, too."""
    _flows.append(source)


def assets_found(organization_id: UUID) -> list[Found]:
    """Everything that the sources know of now. The first of two with one key counts."""
    found = [asset for source in _assets for asset in source(organization_id)]
    return list({asset.key: asset for asset in reversed(found)}.values())[::-1]


def flows_known(organization_id: UUID) -> list[Flow]:
    """Everywhere that ePHI goes, as the sources know it."""
    return [flow for source in _flows for flow in source(organization_id)]
