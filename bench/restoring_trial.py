"""What ``bench.restoring`` runs: into an empty place from a backup with age, and from one without.

The part that is compared is the one that encryption is in: reading all of the file, reading it
again and filling the database. The whole restore is what ``chaperone restore`` does: versions and
keys compared, schema, counts, settling, and the ledger verified against its mirror.
"""

import json
import resource
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from bench.backups_trial import MEGABYTES, ROUNDS, fill, passed_on  # noqa: E402
from bench.working import administrator, sequencing, wait_until_signed  # noqa: E402
from chaperone.continuity.backups import format as file_format  # noqa: E402
from chaperone.continuity.backups.streams import Counted, Writable  # noqa: E402
from chaperone.continuity.restoring import filling  # noqa: E402
from chaperone.continuity.restoring.place import Place  # noqa: E402
from chaperone.continuity.restoring.reading import look_through  # noqa: E402
from chaperone.database.passwords import load_or_create  # noqa: E402
from tests.continuity.restoring.scene import Lost  # noqa: E402

TARGET_RATIO, MINUTES, MEMORY_MB = 0.9, 15.0, 200.0


def main() -> None:
    """Prints the rows as JSON."""
    lost = Lost(connection.settings_dict["NAME"], Path(settings.CHAPERONE_DATA))
    with administrator() as admin:
        fill(admin)
        with sequencing():
            wait_until_signed(admin)
    lost.sequence()
    encrypted = lost.back_up()
    with without_age():
        plain = lost.back_up()
    pairs = [(filled(lost, plain, age=False), filled(lost, encrypted)) for _ in range(ROUNDS)]
    before = _memory()
    seconds = whole(lost, encrypted)
    print(json.dumps(_rows(pairs, seconds, (before, _memory()))))


def filled(lost: Lost, file: Path, *, age: bool = True) -> float:
    """Seconds to read a backup twice, the second time into an empty database."""
    with lost.empty_place() as folder:
        place = Place(folder)
        place.begin("bench")
        server = place.server()
        passwords = load_or_create(folder / "secrets" / "logins.json")
        try:
            server.start()
            began = perf_counter()
            if age:
                _fill(lost, file, place, server, passwords)
            else:
                with without_age():
                    _fill(lost, file, place, server, passwords)
            return perf_counter() - began
        finally:
            server.stop()


def _fill(lost: Lost, file: Path, place: Place, server: Any, passwords: dict[str, str]) -> None:
    look_through(file, str(lost.identity))
    filling.fill(file, str(lost.identity), place, server, passwords, "chaperone")


def whole(lost: Lost, file: Path) -> float:
    """Seconds of a restore as a person asks for it."""
    with lost.empty_place() as folder:
        began = perf_counter()
        report = lost.restore(file, folder)
        assert report.ledger_size > 0
        return perf_counter() - began


@contextmanager
def without_age() -> Iterator[None]:
    """Backups are written and read in this block as always, but for the encryption."""
    seal, decrypt = file_format.seal, file_format.Plain._decrypt
    file_format.seal = passed_on
    file_format.Plain._decrypt = _copied  # type: ignore[method-assign]
    try:
        yield
    finally:
        file_format.seal = seal
        file_format.Plain._decrypt = decrypt  # type: ignore[method-assign]


def _copied(
    self: file_format.Plain,
    out: Writable,
    identities: Sequence[Any],  # noqa: ARG001  as it is called
) -> None:
    source: Counted = self._source
    shutil.copyfileobj(source, out, 1 << 16)  # type: ignore[misc]  # it reads and writes


def _memory() -> float:
    """Megabytes of this process at its most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def _rows(
    pairs: list[tuple[float, float]], seconds: float, memory: tuple[float, float]
) -> list[dict[str, Any]]:
    ratio = median(plain / ours for plain, ours in pairs)
    plain, ours = (median(side) for side in zip(*pairs, strict=True))
    before, after = memory
    size = f"{MEGABYTES:,} MB of values"
    return [
        {
            "name": "restore: encrypted, beside the same without",
            "ratio": round(ratio, 3),
            "target": TARGET_RATIO,
            "holds": ratio >= TARGET_RATIO,
            "peer": "zstd, tar, pg_restore",
            "note": f"{size}: {ours:.1f} s against {plain:.1f} s, the file read twice",
        },
        {
            "name": "restore: into an empty place with verification, of 15 minutes",
            "ratio": round(seconds / 60 / MINUTES, 3),
            "target": 1.0,
            "holds": seconds <= MINUTES * 60,
            "peer": "15 minutes",
            "note": f"at most; {size} in {seconds:.0f} s",
        },
        {
            "name": "restore: memory, of 200 MB",
            "ratio": round(after / MEMORY_MB, 3),
            "target": 1.0,
            "holds": after <= MEMORY_MB,
            "peer": "200 MB",
            "note": f"at most; {after:.0f} MB with Django and this measuring, {before:.0f} MB"
            f" before the whole restore; {size}",
        },
    ]


if __name__ == "__main__":
    main()
