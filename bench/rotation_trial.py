"""What ``bench.rotation`` runs: every member key of an organization is wrapped anew.

The plain UPDATE writes as many bytes into as many rows of the same table, in one statement, as the
owner: what is left is unwrapping, wrapping, and the way to the database and back.
"""

import json
import os
import time
from statistics import median

import django

django.setup()

import psycopg  # noqa: E402
from django.db import connection  # noqa: E402
from psycopg.conninfo import make_conninfo  # noqa: E402

from chaperone.database.identifiers import new_id  # noqa: E402
from chaperone.vault import rotation  # noqa: E402
from chaperone.vault.inside import inside  # noqa: E402
from chaperone.vault.keyring import keyring  # noqa: E402
from chaperone.vault.registry import OPERATOR  # noqa: E402
from tests.cast import LAKESIDE  # noqa: E402

KEYS = int(os.environ.get("CHAPERONE_BENCH_KEYS", "100000"))
AT_ONCE = 5_000
ROUNDS = 3
TARGET_RATIO, TARGET_SECONDS = 20.0, 60.0
_PLAIN = "update vault_key set wrapped = wrapped || '' where organization_id = %s"


def main() -> None:
    """Prints the rows as JSON."""
    for _ in range(KEYS // AT_ONCE):
        with (
            inside(LAKESIDE),
            keyring.create_members(LAKESIDE, [new_id() for _ in range(AT_ONCE)]),
        ):
            pass
    pairs = [(rotated(), updated()) for _ in range(ROUNDS)]
    ratio = median(ours / plain for ours, plain in pairs)
    ours, plain = (median(side) for side in zip(*pairs, strict=True))
    note = f"{ours:.1f} s against {plain:.1f} s"
    name = f"rotation: {KEYS:,} member keys wrapped anew"
    print(
        json.dumps(
            [
                row(
                    f"{name}, beside UPDATE",
                    ratio,
                    TARGET_RATIO,
                    "a plain UPDATE of the rows",
                    note,
                ),
                row(f"{name}, of a minute", ours / TARGET_SECONDS, 1.0, "60 seconds", note),
            ]
        )
    )


def rotated() -> float:
    began = time.perf_counter()
    count = rotation.rotate_organization(organization_id=LAKESIDE, by=OPERATOR)
    assert count > KEYS
    return time.perf_counter() - began


def updated() -> float:
    name = connection.settings_dict["NAME"]
    with psycopg.connect(make_conninfo(os.environ["CHAPERONE_BENCH_ADMIN"], dbname=name)) as admin:
        began = time.perf_counter()
        done = admin.execute(_PLAIN, [LAKESIDE])
        assert done.rowcount > KEYS
        admin.commit()
        return time.perf_counter() - began


def row(name: str, ratio: float, target: float, peer: str, note: str) -> dict[str, object]:
    return {
        "name": name,
        "ratio": ratio,
        "target": target,
        "holds": ratio <= target,
        "peer": peer,
        "note": note,
    }


if __name__ == "__main__":
    main()
