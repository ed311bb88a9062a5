"""`chaperone assistant evaluate`: how the assistant does on an organization's own texts.

Loaded after Django is set up.
"""

import json
from pathlib import Path
from typing import Any

import typer

from chaperone.access.actors import operator
from chaperone.access.context import acting_for
from chaperone.assistant.errors import BadLine
from chaperone.assistant.evaluating import Compared, evaluate
from chaperone.assistant.models import Evaluation
from chaperone.cli.config import organization_named
from chaperone.cli.errors import LabelledFileWrong


def run(file: Path, *, organization: str, as_json: bool) -> None:
    """Measure, keep, compare with the last run on the same file, and print."""
    actor = operator(organization_named(organization).id)
    try:
        content = file.read_text(encoding="utf-8")
        with acting_for(actor):
            found = evaluate(actor=actor, content=content)
    except (OSError, UnicodeDecodeError) as problem:
        raise LabelledFileWrong(file=file, reason="it cannot be read as UTF-8 text") from problem
    except BadLine as problem:
        raise LabelledFileWrong(file=file, reason=str(problem)) from problem
    if as_json:
        typer.echo(json.dumps({"now": _plain(found.now), "before": _plain(found.before)}, indent=1))
    else:
        typer.echo("\n".join(_lines(found)))


def _plain(run: Evaluation | None) -> dict[str, Any] | None:
    if run is None:
        return None
    return {
        "id": str(run.id),
        "run_at": run.run_at.isoformat(),
        "file": run.file,
        "product": run.product,
        "library": run.library,
        "rules": run.rules,
        "figures": run.figures,
    }


def _lines(found: Compared) -> list[str]:
    before = found.before.figures if found.before else {}
    width = max(len(name) for name in found.now.figures)
    lines = [
        f"{name.replace('_', ' '):{width}}  {_shown(value)}{_change(value, before.get(name))}"
        for name, value in found.now.figures.items()
    ]
    now = found.now
    lines.append(f"Product {now.product}, library {now.library}, rules {now.rules}.")
    if found.before is None:
        return [*lines, "The first run on this file. Its texts were not kept."]
    then = found.before
    versions = f"Before: product {then.product}, library {then.library}, rules {then.rules}"
    return [*lines, f"{versions} ({then.run_at:%Y-%m-%d %H:%M} UTC). Texts were not kept."]


def _shown(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.3f}"


def _change(value: float, before: float | None) -> str:
    if before is None or value == before:
        return ""
    return f"  ({value - before:+.3f})" if isinstance(value, float) else f"  (was {before})"
