"""From what the settings say to mirrors: a folder, or ``s3://bucket/prefix``."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from chaperone.ledger.errors import MirrorMisnamed
from chaperone.ledger.mirrors.folder import FolderMirror
from chaperone.ledger.mirrors.mirror import Mirror
from chaperone.ledger.mirrors.naming import S3, Address, is_s3
from chaperone.ledger.mirrors.s3 import Retention, S3Mirror

__all__ = ["Address", "bucket_of", "folders", "is_s3", "mirror_at", "short_name"]


def mirror_at(address: Address) -> Mirror:
    """The mirror there; one object for each address, which threads must not share.

    Raises ``MirrorMisnamed``.
    """
    if not is_s3(address):
        return FolderMirror(Path(address))
    retention = settings.CHAPERONE_MIRROR_RETENTION
    region, endpoint = settings.CHAPERONE_MIRROR_REGION, settings.CHAPERONE_MIRROR_ENDPOINT
    return _s3(str(address), region, endpoint, retention)


def bucket_of(address: Address) -> str | None:
    """The bucket that it names; None for a folder."""
    return str(address).removeprefix(S3).partition("/")[0] if is_s3(address) else None


def short_name(address: Address) -> str:
    """What a page calls it: not where on this machine a folder lies."""
    return str(address) if is_s3(address) else Path(address).name


def folders() -> list[Path]:
    """The mirrors of this installation that are folders, which can be read file by file."""
    return [Path(place) for place in settings.CHAPERONE_MIRRORS if not is_s3(place)]


# Making a client costs a tenth of a second.
@lru_cache(16)
def _s3(url: str, region: str, endpoint: str, retention: str) -> S3Mirror:
    if not bucket_of(url):
        raise MirrorMisnamed(f"({url} names no bucket)")
    try:
        lock = Retention.parse(retention)
    except ValueError as error:
        raise MirrorMisnamed(f"(CHAPERONE_MIRROR_RETENTION: {error})") from error
    try:
        return S3Mirror(url, region=region, endpoint=endpoint, retention=lock)
    except (ImportError, ValueError) as error:
        raise MirrorMisnamed(f"({url}: {error})") from error
