"""A mirror in S3, or what speaks like it: versions are kept, and Object Lock keeps them kept.

What was written once under a lock can be hidden by a newer version, not removed. So every version
of every kept checkpoint counts as signed, and one that was deleted shows by its delete marker.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from typing import Any, Literal, TypeVar
from urllib.parse import urlsplit

from chaperone.ledger.errors import MirrorUnavailable, NotVerified
from chaperone.merkle.audit.layout import CHECKPOINT, KEPT_CHECKPOINTS

CONNECT_SECONDS, READ_SECONDS, ATTEMPTS = 5, 10, 3
_AT_ONCE = 8
_CHUNK = 32
_MOST_DELETED = 1000  # the API's own limit
_PARTIAL = ".p/"
_log = logging.getLogger(__name__)
_Done = TypeVar("_Done")


@dataclass(frozen=True)
class Retention:
    """How long objects are locked: the mode of S3 Object Lock, and days from the writing."""

    mode: Literal["COMPLIANCE", "GOVERNANCE"]
    days: int

    @classmethod
    def parse(cls, text: str) -> "Retention | None":
        """``compliance:2192``, ``governance:30``, or ``none``. Raises ``ValueError``."""
        if text == "none":
            return None
        mode, _, days = text.partition(":")
        modes: dict[str, Literal["COMPLIANCE", "GOVERNANCE"]]
        modes = {"compliance": "COMPLIANCE", "governance": "GOVERNANCE"}
        if mode not in modes or not days.isdecimal() or not 1 <= int(days) <= 36_500:
            raise ValueError(f"{text!r} is neither compliance:DAYS nor governance:DAYS nor none")
        return cls(modes[mode], int(days))

    @property
    def arguments(self) -> dict[str, Any]:
        """As the calls that write want it."""
        until = datetime.now(UTC) + timedelta(days=self.days)
        return {"ObjectLockMode": self.mode, "ObjectLockRetainUntilDate": until}


class S3Mirror:
    """Objects under ``s3://bucket/prefix``. Every method raises ``MirrorUnavailable``."""

    def __init__(
        self, url: str, *, region: str, endpoint: str, retention: Retention | None
    ) -> None:
        """Nothing is sent yet. ``endpoint``: empty for AWS itself."""
        place = urlsplit(url)
        self.name = url
        self._bucket = place.netloc
        self._prefix = f"{place.path.strip('/')}/".lstrip("/")
        self._retention = retention
        self._client = _client(region, endpoint)
        self._etag: str | None = None

    def read(self, path: str) -> bytes | None:
        """The newest version; None where there is none, or where it was deleted."""
        return self._found(path, lambda: self._get(path))

    def write(self, files: Iterable[tuple[str, bytes]]) -> int:
        """Several at once; each is an object of its own."""
        written = 0
        waiting = iter(files)
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            while chunk := list(islice(waiting, _CHUNK)):
                written += sum(pool.map(self._put, chunk))
        return written

    def remove_partial(self, path: str) -> None:
        """They are never locked. A bucket that lets nobody delete keeps them, and costs more."""
        prefix = f"{self._prefix}{path}{_PARTIAL}"
        try:
            self._delete(self._pages("list_objects_v2", "Contents", Prefix=prefix))
        except MirrorUnavailable as error:
            _log.warning("Partial tiles stay that are not needed any more: %s", error)

    def _delete(self, found: Iterator[dict[str, Any]]) -> None:
        keys = [{"Key": item["Key"]} for item in found]
        for start in range(0, len(keys), _MOST_DELETED):
            part = {"Objects": keys[start : start + _MOST_DELETED], "Quiet": True}
            self._asked(partial(self._client.delete_objects, Bucket=self._bucket, Delete=part))

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody is kept out; but the checkpoint is written only over the one that was read here,
        so that of two writers one fails.
        """
        self._etag = None
        yield

    def kept_checkpoints(self) -> Iterator[tuple[str, bytes]]:
        """Every version of each. Raises ``NotVerified`` for one that somebody deleted."""
        prefix = f"{self._prefix}{KEPT_CHECKPOINTS}/"
        for marker in self._pages("list_object_versions", "DeleteMarkers", Prefix=prefix):
            raise NotVerified(
                self._place(marker["Key"]), "was deleted; its versions are still there"
            )
        versions = self._pages("list_object_versions", "Versions", Prefix=prefix)
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            while chunk := list(islice(versions, _CHUNK)):
                yield from pool.map(self._version, chunk)

    def _version(self, item: dict[str, Any]) -> tuple[str, bytes]:
        path = item["Key"].removeprefix(self._prefix)
        return path, self._asked(lambda: self._get(path, VersionId=item["VersionId"]))

    def _get(self, path: str, **which: str) -> bytes:
        found = self._client.get_object(Bucket=self._bucket, Key=self._prefix + path, **which)
        if path == CHECKPOINT:
            self._etag = found["ETag"]
        content: bytes = found["Body"].read()
        return content

    def _put(self, file: tuple[str, bytes]) -> int:
        path, content = file
        also = self._lock() if _PARTIAL not in path else {}
        if path == CHECKPOINT:
            also |= {"IfMatch": self._etag} if self._etag else {"IfNoneMatch": "*"}
        done = self._asked(
            lambda: self._client.put_object(
                Bucket=self._bucket, Key=self._prefix + path, Body=content, **also
            )
        )
        if path == CHECKPOINT:
            self._etag = done["ETag"]
        return 1

    def _lock(self) -> dict[str, Any]:
        if self._retention is None:
            return {}
        return self._retention.arguments

    def _pages(self, operation: str, field: str, **how: str) -> Iterator[dict[str, Any]]:
        pages = iter(self._client.get_paginator(operation).paginate(Bucket=self._bucket, **how))
        while page := self._asked(lambda: next(pages, None)):
            yield from page.get(field, [])

    def _found(self, path: str, ask: Callable[[], bytes]) -> bytes | None:
        try:
            return self._asked(ask)
        except MirrorUnavailable as error:
            if error.code == "NoSuchKey":
                if path == CHECKPOINT:
                    self._etag = None
                return None
            raise

    def _asked(self, ask: Callable[[], _Done]) -> _Done:
        # Here, since only installations with such a mirror should load it.
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            return ask()
        except ClientError as error:
            code = str(error.response.get("Error", {}).get("Code", "unknown"))
            raise MirrorUnavailable(f"({self.name}: {error})", code=code) from error
        except BotoCoreError as error:
            raise MirrorUnavailable(f"({self.name}: {error})") from error

    def _place(self, key: str) -> str:
        return f"mirror {self.name.rstrip('/')}/{key.removeprefix(self._prefix)}"


def _client(region: str, endpoint: str) -> Any:
    import boto3
    from botocore.config import Config

    return boto3.session.Session().client(
        "s3",
        region_name=region or None,
        endpoint_url=endpoint or None,
        config=Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
            max_pool_connections=_AT_ONCE,
        ),
    )
