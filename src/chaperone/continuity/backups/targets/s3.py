"""Backups in S3, or what speaks like it: versions are kept, and Object Lock keeps them kept.

An object is there when its upload was completed, whole or not at all (multipart upload). Where
somebody deletes or overwrites one, the version that was locked stays, and the catalogue's checksum
tells which it is.
"""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from typing import Any, TypeVar
from urllib.parse import urlsplit

from chaperone.continuity.backups.errors import FileThere, NoSuchFile, TargetUnavailable
from chaperone.continuity.backups.streams import PIECE, Readable, whole
from chaperone.ledger.mirrors.s3 import Retention

S3 = "s3://"
CONNECT_SECONDS, READ_SECONDS, ATTEMPTS = 5, 60, 3
# S3 takes 10,000 parts of 5 MiB or more: 590 GB by these.
PART, LATER_PART, SMALL_PARTS, MOST_PARTS = 16 << 20, 64 << 20, 1000, 10_000
_MISSING = {"NoSuchKey", "404", "NotFound"}
_THERE = {"PreconditionFailed", "412"}
_Done = TypeVar("_Done")


class S3Target:
    """Objects under ``s3://bucket/prefix``."""

    def __init__(self, url: str, *, region: str, endpoint: str, lock: Retention | None) -> None:
        """Nothing is sent yet. ``endpoint``: empty for AWS itself. Raises ``ValueError``."""
        place = urlsplit(url)
        if not place.netloc:
            raise ValueError("it names no bucket")
        self.name = url
        self._bucket = place.netloc
        self._prefix = f"{place.path.strip('/')}/".lstrip("/")
        self._lock = lock
        self._client = _client(region, endpoint)

    def put(self, name: str, stream: Readable) -> int:
        """Part by part; what is broken off is aborted, and never an object."""
        if self._exists(name):
            raise FileThere(f"({self._place(name)})")
        locked = self._lock.arguments if self._lock else {}
        begun = self._ask(
            partial(self._client.create_multipart_upload, **self._key(name), **locked)
        )
        upload = self._key(name) | {"UploadId": begun["UploadId"]}
        try:
            parts, size = self._upload(upload, stream)
            self._ask(
                partial(
                    self._client.complete_multipart_upload,
                    **upload,
                    MultipartUpload={"Parts": parts},
                )
            )
        except BaseException:
            # Where even that is not taken, `clear` finds it.
            with suppress(TargetUnavailable):
                self._ask(partial(self._client.abort_multipart_upload, **upload))
            raise
        return size

    @contextmanager
    def open(self, name: str) -> Iterator[Readable]:
        """The newest version."""
        try:
            found = self._ask(partial(self._client.get_object, **self._key(name)))
        except TargetUnavailable as problem:
            if problem.code in _MISSING:
                raise NoSuchFile(f"({self._place(name)})") from None
            raise
        # Not `with` itself, which would hand out the socket, and a body that is cut without a word.
        with closing(found["Body"]) as body:
            yield _Body(body, self._ask)

    def size(self, name: str) -> int:
        """Of the newest version."""
        key = self._prefix + name
        for item in self._pages("list_objects_v2", "Contents", Prefix=key):
            if item["Key"] == key:
                return int(item["Size"])
        raise NoSuchFile(f"({self._place(name)})")

    def names(self) -> Iterator[str]:
        """Those that are not deleted."""
        for item in self._pages("list_objects_v2", "Contents", Prefix=self._prefix):
            name = item["Key"].removeprefix(self._prefix)
            if "/" not in name:
                yield name

    def remove(self, name: str) -> None:
        """Where the bucket keeps versions, they stay behind a delete marker until their end."""
        self._ask(partial(self._client.delete_object, **self._key(name)))

    def clear(self) -> int:
        """Aborts uploads that were never completed: their parts cost, and show nowhere else."""
        left = list(self._pages("list_multipart_uploads", "Uploads", Prefix=self._prefix))
        for each in left:
            where = {"Bucket": self._bucket, "Key": each["Key"], "UploadId": each["UploadId"]}
            self._ask(partial(self._client.abort_multipart_upload, **where))
        return len(left)

    def _upload(self, upload: dict[str, Any], stream: Readable) -> tuple[list[dict[str, Any]], int]:
        parts: list[dict[str, Any]] = []
        size = 0
        while True:
            part = whole(stream, PART if len(parts) < SMALL_PARTS else LATER_PART)
            if not part and parts:
                return parts, size
            number = len(parts) + 1
            if number > MOST_PARTS:
                raise TargetUnavailable(f"({self.name}: too large for one object)")
            done = self._ask(
                partial(self._client.upload_part, **upload, PartNumber=number, Body=part)
            )
            parts.append({"PartNumber": number, "ETag": done["ETag"]})
            size += len(part)

    def _exists(self, name: str) -> bool:
        try:
            self._ask(partial(self._client.head_object, **self._key(name)))
        except TargetUnavailable as problem:
            if problem.code in _MISSING:
                return False
            raise
        return True

    def _pages(self, operation: str, field: str, **how: str) -> Iterator[dict[str, Any]]:
        pages = iter(self._client.get_paginator(operation).paginate(Bucket=self._bucket, **how))
        while page := self._ask(lambda: next(pages, None)):
            yield from page.get(field, [])

    def _ask(self, ask: Callable[[], _Done]) -> _Done:
        # Here, since only installations with such a target should load it.
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            return ask()
        except ClientError as problem:
            code = str(problem.response.get("Error", {}).get("Code", "unknown"))
            raise TargetUnavailable(f"({self.name}: {problem})", code=code) from problem
        except (BotoCoreError, OSError) as problem:
            raise TargetUnavailable(f"({self.name}: {problem})") from problem

    def _key(self, name: str) -> dict[str, Any]:
        return {"Bucket": self._bucket, "Key": self._prefix + name}

    def _place(self, name: str) -> str:
        return f"{self.name.rstrip('/')}/{name}"


class _Body:
    """An object that is being read; a connection that breaks is a ``TargetUnavailable``."""

    def __init__(self, body: Any, ask: Callable[[Callable[[], bytes]], bytes]) -> None:
        self._body, self._ask = body, ask

    def read(self, size: int = -1, /) -> bytes:
        return self._ask(lambda: self._body.read(size if size >= 0 else PIECE))


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
        ),
    )
