"""Snapshots that Amazon RDS makes of itself: looked at and told, since they are made elsewhere."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from chaperone.continuity.archiving.errors import ArchiveError

_DAY = timedelta(hours=26)
"""RDS makes one a day, in a window."""
_CONNECT_SECONDS, _READ_SECONDS, _ATTEMPTS = 5, 20, 3


class CloudUnreadable(ArchiveError):
    """RDS could not be asked about its snapshots."""


class Snapshot(NamedTuple):
    """One snapshot as RDS lists it. ``size``: in bytes, of the disk that it was made of."""

    name: str
    made_at: datetime
    whole: bool
    encrypted: bool
    key: str
    size: int
    automatic: bool


class Cloud(NamedTuple):
    """The snapshots, newest first, and until when RDS can take the database back by itself."""

    snapshots: list[Snapshot]
    latest: datetime | None
    kept_days: int


def client(region: str, endpoint: str = "") -> Any:
    """For ``look``. ``endpoint``: empty for AWS itself. Raises ``CloudUnreadable``."""
    # Here, since only installations on RDS should load it.
    import boto3
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError

    limits = Config(
        connect_timeout=_CONNECT_SECONDS,
        read_timeout=_READ_SECONDS,
        retries={"total_max_attempts": _ATTEMPTS},
    )
    try:
        return boto3.session.Session().client(
            "rds", region_name=region, endpoint_url=endpoint or None, config=limits
        )
    except (BotoCoreError, ValueError) as problem:
        raise CloudUnreadable(str(problem)) from problem


def look(rds: Any, instance: str) -> Cloud:
    """What RDS says of one database instance. Raises ``CloudUnreadable``."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        (described,) = rds.describe_db_instances(DBInstanceIdentifier=instance)["DBInstances"]
        pages = rds.get_paginator("describe_db_snapshots").paginate(DBInstanceIdentifier=instance)
        found = [_snapshot(each) for page in pages for each in page["DBSnapshots"]]
    except (BotoCoreError, ClientError, KeyError, ValueError) as problem:
        raise CloudUnreadable(str(problem)[:300]) from problem
    found.sort(key=lambda each: each.made_at, reverse=True)
    latest = described.get("LatestRestorableTime")
    return Cloud(found, latest, int(described.get("BackupRetentionPeriod", 0)))


def shortcomings(cloud: Cloud, *, now: datetime, kept_days: int) -> Iterator[str]:
    """What is wrong, as sentences. ``kept_days``: how long backups must be kept here."""
    whole = [each for each in cloud.snapshots if each.whole]
    if not whole:
        yield "RDS holds no snapshot that is whole."
    elif whole[0].made_at + _DAY < now:
        yield f"The newest snapshot is of {whole[0].made_at:%Y-%m-%d %H:%M} UTC."
    for each in whole:
        if not each.encrypted:
            yield f"The snapshot {each.name} is not encrypted: make the instance anew, encrypted."
    if cloud.kept_days < kept_days:
        yield f"RDS keeps its snapshots for {cloud.kept_days} days, {kept_days} are wanted."
    if cloud.latest is None or cloud.latest + timedelta(hours=1) < now:
        yield "RDS cannot take the database back to a moment of the last hour."


def _snapshot(each: dict[str, Any]) -> Snapshot:
    return Snapshot(
        name=str(each["DBSnapshotIdentifier"]),
        made_at=each["SnapshotCreateTime"],
        whole=each["Status"] == "available",
        encrypted=bool(each.get("Encrypted")),
        key=str(each.get("KmsKeyId", "")),
        size=int(each.get("AllocatedStorage", 0)) << 30,
        automatic=each.get("SnapshotType") == "automated",
    )
