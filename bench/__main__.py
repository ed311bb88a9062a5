"""``make bench``: runs every benchmark (or those named) and prints a table.

Writes bench/results.json and, from it, docs/benchmarks.md. A benchmark is a module of this package
with ``run() -> list[dict]``: ``name``, ``ratio``, ``target``, ``holds``, ``peer`` and ``note``; a
row keeps when it was measured. Naming some benchmarks renews their rows and leaves the others.
"""

import importlib
import json
import os
import pkgutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

_HERE = Path(__file__).parent
_RESULTS = _HERE / "results.json"
_PAGE = _HERE.parent / "docs" / "benchmarks.md"
_WHAT = (
    "Each figure is a ratio of two things measured in the same run. A rate or a speed-up holds at"
    " its target or above, a time or a lag at its target or below."
)
_KEYS = ("name", "ratio", "target", "holds", "peer", "note", "when")


def main(wanted: list[str]) -> int:
    """Runs the benchmarks; 1 if one falls short, so that a script can see it."""
    names = wanted or [
        module.name for module in pkgutil.iter_modules([str(_HERE)]) if module.name[0] != "_"
    ]
    rows: list[dict[str, Any]] = []
    for name in names:
        module = importlib.import_module(f"bench.{name}") if _runs(name) else None
        if module is not None:
            print(f"bench: {name}", file=sys.stderr)
            measured = module.run()
            when = f"{datetime.now(UTC):%d %B %Y, %H:%M}"
            rows += [{key: (row | {"when": when})[key] for key in _KEYS} for row in measured]
            # At once: minutes of measuring are not lost to a later one that breaks.
            _keep(rows, renew_all=False)
    _keep(rows, renew_all=not wanted)
    _print(rows)
    return 0 if all(row["holds"] for row in rows) else 1


def _runs(name: str) -> bool:
    """Whether it is a benchmark and not what one runs: importing that wants a database."""
    path = _HERE / f"{name}.py"
    return path.exists() and "def run()" in path.read_text()


def _keep(rows: list[dict[str, Any]], *, renew_all: bool) -> None:
    before = [] if renew_all or not _RESULTS.exists() else json.loads(_RESULTS.read_text())
    names = {row["name"] for row in rows}
    kept = [row for row in before if row["name"] not in names] + rows
    _RESULTS.write_text(json.dumps(kept, indent=1) + "\n")
    lines = [
        "# Benchmarks",
        "",
        _WHAT,
        "",
        f"On {os.cpu_count()} cores; times are UTC.",
        "",
        "| what | ratio | target | holds | beside | note | when |",
        "|---|---|---|---|---|---|---|",
        *(
            f"| {row['name']} | {_cell(row['ratio'])} | {_cell(row['target'])} |"
            f" {'yes' if row['holds'] else '**no**'} | {row['peer']} | {row['note']} |"
            f" {row['when']} |"
            for row in sorted(kept, key=lambda row: row["name"])
        ),
        "",
    ]
    _PAGE.write_text("\n".join(lines))


def _print(rows: list[dict[str, Any]]) -> None:
    table = Table(*_KEYS, title="Benchmarks")
    for row in rows:
        table.add_row(*(_cell(row[key]) for key in _KEYS))
    Console(width=160).print(table)


def _cell(value: Any) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
