"""An installation that is lost, of which a backup, the keys and the mirror are left."""

from uuid import UUID

import pytest


@pytest.fixture(scope="module")
def lost(committing, tmp_path_factory):
    """With ``file``: its backup."""
    # Django is set up only after this file was read.
    from chaperone.ledger import log_key
    from tests.continuity.restoring.scene import Lost

    with committing() as name:
        folder = tmp_path_factory.mktemp("lost")
        (folder / "keys").mkdir()
        log_key.create(folder / "keys" / "log.key", UUID(int=1))
        found = Lost(name, folder)
        found.sequence()
        found.file = found.back_up()
        yield found
