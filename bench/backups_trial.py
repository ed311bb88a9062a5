"""What ``bench.backups`` runs: the pipeline with age, and the same with nothing in its place.

The database is filled with values that do not compress, as sealed ones do not. Both write to the
same folder and sync; the memory is that of this process at its most.
"""

import hashlib
import json
import os
import resource
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import django

django.setup()

import psycopg  # noqa: E402
import pyrage  # noqa: E402
from django.conf import settings  # noqa: E402

from bench.texts_trial import admin  # noqa: E402
from chaperone.continuity.backups import format as file_format  # noqa: E402
from chaperone.continuity.backups.pipeline import Source, make  # noqa: E402
from chaperone.continuity.backups.streams import Counted, Writable  # noqa: E402
from chaperone.continuity.backups.targets import Place, target_at  # noqa: E402
from chaperone.database import address  # noqa: E402
from chaperone.database.identifiers import new_id  # noqa: E402

MEGABYTES = int(os.environ.get("CHAPERONE_BENCH_MB", "100"))
ROUNDS = 3
TARGET_RATIO, MEMORY_MB = 0.9, 200.0
_ROW = 1_000
_FILL = """
    create table bench_fill as
    select n, decode(string_agg(md5(n::text || k::text), ''), 'hex') as value
    from generate_series(1, %s) as n, generate_series(1, %s) as k group by n
"""


def main() -> None:
    """Prints the rows as JSON."""
    with admin() as connection:
        fill(connection)
    # Those that are not encrypted first, so that neither finds a warmer cache than the other.
    pairs = [(made(encrypted=False), made(encrypted=True)) for _ in range(ROUNDS)]
    ratio = median(plain / ours for plain, ours in pairs)
    plain, ours = (median(side) for side in zip(*pairs, strict=True))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    note = f"{MEGABYTES} MB of values: {ours:.1f} s against {plain:.1f} s"
    print(
        json.dumps(
            [
                row(
                    "backup: encrypted, beside the same without", ratio, TARGET_RATIO, note, up=True
                ),
                row(
                    "backup: memory, of 200 MB",
                    memory / MEMORY_MB,
                    1.0,
                    f"{memory:.0f} MB at {MEGABYTES} MB of values, Django included",
                    up=False,
                ),
            ]
        )
    )


def fill(connection: psycopg.Connection[Any]) -> None:
    connection.execute(_FILL, [MEGABYTES * 1_000_000 // _ROW, _ROW // 16])
    connection.execute("grant select on bench_fill to chaperone_backup")
    connection.commit()


def made(*, encrypted: bool) -> float:
    """Seconds of one backup."""
    data = Path(settings.CHAPERONE_DATA)
    (data / "config.json").touch()
    source = Source(
        data, address.find(data, os.environ), address.password(data, "backup", {}), None, {}
    )
    seal = file_format.seal
    if not encrypted:
        file_format.seal = passed_on
    try:
        with TemporaryDirectory(prefix="chaperone-bench-", dir="/tmp") as place:
            began = perf_counter()
            to = [str(pyrage.x25519.Identity.generate().to_public())]
            make(source, target_at(Place(place)), "a.age", backup=new_id(), recipients=to)
            return perf_counter() - began
    finally:
        file_format.seal = seal


def passed_on(
    stream: Writable,
    chunks: Iterable[bytes],
    *,
    recipients: Sequence[str],  # noqa: ARG001  as `seal` is called
) -> Counted:
    """``seal`` without age: compressed, hashed, written."""
    sink = Counted(stream)
    for chunk in file_format._compressed(chunks):
        sink.write(chunk)
    assert sink.sha256 != hashlib.sha256().hexdigest()
    return sink


def row(name: str, ratio: float, target: float, note: str, *, up: bool) -> dict[str, Any]:
    holds = ratio >= target if up else ratio <= target
    peer = "pg_dump, tar, zstd" if up else "200 MB"
    return {
        "name": name,
        "ratio": round(ratio, 3),
        "target": target,
        "holds": holds,
        "peer": peer,
        "note": note,
    }


if __name__ == "__main__":
    main()
