"""``make bench``: runs every benchmark (or those named), prints a table, writes bench/results.json.

Each module of this package has ``run() -> list[dict]`` with the keys ``name``, ``ratio``,
``target``, ``holds``, ``peer`` and ``note``.
"""

import importlib
import json
import pkgutil
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

_HERE = Path(__file__).parent
_KEYS = ("name", "ratio", "target", "holds", "peer", "note")


def main(wanted: list[str]) -> int:
    """Runs the benchmarks; 1 if one falls short, so that a script can see it."""
    names = wanted or [
        module.name for module in pkgutil.iter_modules([str(_HERE)]) if module.name[0] != "_"
    ]
    results: list[dict[str, Any]] = []
    for name in names:
        print(f"bench: {name}", file=sys.stderr)
        module = importlib.import_module(f"bench.{name}")
        if hasattr(module, "run"):
            results += [{key: row[key] for key in _KEYS} for row in module.run()]
    (_HERE / "results.json").write_text(json.dumps(results, indent=1) + "\n")
    _print(results)
    return 0 if all(row["holds"] for row in results) else 1


def _print(results: list[dict[str, Any]]) -> None:
    table = Table(*_KEYS, title="Benchmarks")
    for row in results:
        table.add_row(*(_cell(row[key]) for key in _KEYS))
    Console(width=160).print(table)


def _cell(value: Any) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
