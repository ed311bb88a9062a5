"""One place for backups, as ``config.json`` has it."""

from typing import NamedTuple


class Place(NamedTuple):
    """A folder, or ``s3://bucket/prefix`` with its region, another endpoint than AWS's own, and how
    long it locks what is written: ``compliance:DAYS``, ``governance:DAYS`` or ``none``.
    """

    url: str
    region: str = ""
    endpoint: str = ""
    lock: str = ""
