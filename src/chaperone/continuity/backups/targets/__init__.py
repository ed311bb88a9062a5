"""Where backups are kept: a folder, or a bucket of S3. From what the settings say to a target."""

from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from chaperone.continuity.backups.errors import TargetMisnamed
from chaperone.continuity.backups.targets.folder import FolderTarget
from chaperone.continuity.backups.targets.s3 import S3, S3Target
from chaperone.continuity.backups.targets.settings import Place
from chaperone.continuity.backups.targets.target import Target
from chaperone.ledger.mirrors.s3 import Retention

__all__ = ["Place", "Target", "bucket_of", "target_at"]


def target_at(place: Place) -> Target:
    """The target there; nothing is asked of it yet. Raises ``TargetMisnamed``."""
    if not place.url.startswith(S3):
        return FolderTarget(Path(place.url))
    return _s3(place)


def bucket_of(place: Place) -> str | None:
    """The bucket that it names; None for a folder."""
    return urlsplit(place.url).netloc if place.url.startswith(S3) else None


# Making a client costs a tenth of a second.
@lru_cache(8)
def _s3(place: Place) -> S3Target:
    try:
        lock = Retention.parse(place.lock)
        return S3Target(place.url, region=place.region, endpoint=place.endpoint, lock=lock)
    except (ImportError, ValueError) as problem:
        raise TargetMisnamed(f"({place.url}: {problem})") from problem
