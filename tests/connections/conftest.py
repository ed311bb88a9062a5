from collections.abc import Iterator

import pytest
from django.db import connections

from tests.conversations.conftest import scene
from tests.fakes.cutting_proxy import CuttingProxy, cutting_proxy

__all__ = ["scene"]


@pytest.fixture
def proxy(committed: str) -> Iterator[CuttingProxy]:
    """Every connection of this test goes through a proxy that can cut it."""
    before = {alias: dict(connections[alias].settings_dict) for alias in connections}
    with cutting_proxy(int(before["default"]["PORT"])) as cutting:
        _through({alias: {"HOST": "127.0.0.1", "PORT": str(cutting.port)} for alias in before})
        try:
            yield cutting
        finally:
            _through(
                {alias: {k: was[k] for k in ("HOST", "PORT")} for alias, was in before.items()}
            )


def _through(addresses: dict[str, dict[str, str]]) -> None:
    for alias, address in addresses.items():
        connections[alias].close()
        connections[alias].settings_dict |= address
