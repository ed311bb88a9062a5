"""Who else makes copies here: ``archive``, ``pgbackrest`` and ``rds`` in config.json.

{"pgbackrest": {"stanza": "chaperone", "configuration": "/etc/pgbackrest/pgbackrest.conf"},
 "rds": {"instance": "chaperone", "region": "us-east-1"}}
"""

from pathlib import Path

from chaperone.continuity.archiving.errors import SettingsUnsuitable
from chaperone.files.errors import ConfigUnreadable
from chaperone.files.sections import section

_RDS = {"instance", "region", "endpoint"}
_PGBACKREST = {"stanza", "configuration"}


def pgbackrest(data: Path) -> tuple[str, Path] | None:
    """Stanza and configuration; None where it is not used. Raises ``SettingsUnsuitable``."""
    said = _texts(data, "pgbackrest", _PGBACKREST, needed=_PGBACKREST)
    return (said["stanza"], Path(said["configuration"])) if said else None


def rds(data: Path) -> tuple[str, str, str] | None:
    """Instance, region and endpoint; None where it is not used. Raises ``SettingsUnsuitable``."""
    said = _texts(data, "rds", _RDS, needed={"instance", "region"})
    return (said["instance"], said["region"], said.get("endpoint", "")) if said else None


def _texts(data: Path, name: str, known: set[str], needed: set[str]) -> dict[str, str]:
    try:
        found = section(data / "config.json", name)
    except ConfigUnreadable as problem:
        raise SettingsUnsuitable(str(problem)) from problem
    if found is None:
        return {}
    texts = isinstance(found, dict) and all(isinstance(each, str) for each in found.values())
    if not texts or found.keys() - known or not all(found.get(each) for each in needed):
        raise SettingsUnsuitable(f"“{name}” is an object with texts: {', '.join(sorted(needed))}.")
    return dict(found)
