"""How a backup is printed, and how an answer of no is told."""

import json
from collections.abc import Iterable
from typing import Any

import typer

from chaperone.continuity.models import Backup

_KB = 1000


def show(rows: Iterable[Backup], *, as_json: bool) -> None:
    """Each on a line, or all as a list of JSON objects."""
    if as_json:
        typer.echo(json.dumps([plain(row) for row in rows], indent=1))
        return
    for row in rows:
        typer.echo(_line(row))


def plain(row: Backup) -> dict[str, Any]:
    """A row of the catalogue for programs."""
    return {
        "id": str(row.id),
        "made_at": row.made_at.isoformat(),
        "state": str(row.state),
        "kind": str(row.kind),
        "scheduled": row.scheduled,
        "target": row.target,
        "name": row.name,
        "size": row.size,
        "seconds": round(row.seconds, 1),
        "sha256": row.sha256,
        "recipients": row.recipients,
        "root_key": row.root_key_id,
        "ledger": {"size": row.ledger_size, "checkpoint": row.checkpoint},
        "rows": row.counts,
        "why": row.why,
        "verified_at": row.verified_at.isoformat() if row.verified_at else None,
        "verified_how": row.verified_how,
    }


def _line(row: Backup) -> str:
    verified = f"read {row.verified_at:%Y-%m-%d}" if row.verified_at else "not read again"
    where = f"{row.target}/{row.name}" if row.name else ""
    size = f"{row.size / _KB / _KB:.1f} MB"
    what = f"{row.kind:10} {row.state:8} {size:>12}  {verified:15}"
    return f"{row.made_at:%Y-%m-%d %H:%M}Z  {what} {where} {row.why}"
