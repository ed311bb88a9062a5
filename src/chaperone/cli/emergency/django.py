"""Django for a command of emergency mode: on the replica with the journal, or on the primary.

Which of the two is known only when the command runs, so what needs Django is imported then.
"""

import importlib
import os
from pathlib import Path
from typing import Any

from chaperone.cli.lazy import ready_django
from chaperone.database.address import Address

_MODE = "chaperone.continuity.emergency.actions.mode"
_JOIN = "chaperone.continuity.emergency.actions.join"
_DESK = "chaperone.continuity.emergency.desk"


def mode_on(address: Address, journal: Path) -> Any:
    """The verbs of the mode, which record in the journal and read at ``address``.

    As the login of workers, who know every organization.
    """
    os.environ |= {
        "CHAPERONE_DATABASE_URL": address.url,
        "CHAPERONE_EMERGENCY": str(journal),
        "DJANGO_SETTINGS_MODULE": "chaperone.settings.emergency",
    }
    ready_django("worker")
    return importlib.import_module(_MODE)


def close_journal() -> None:
    """Lets the web server have it."""
    importlib.import_module(_DESK).close()


def joining() -> Any:
    """The verb that joins, on the primary, as the login that alone keeps requests."""
    ready_django("web")
    return importlib.import_module(_JOIN)
