"""Backups of invented content, small and whole."""

import io
import random
from typing import Any

import pyrage

from chaperone.continuity.backups.format import Content, write

HEADER = {"made_at": "2026-11-26T02:00:00+00:00", "backup": "one"}
MANIFEST = {"rows": {"members_member": 3}}


def identity() -> str:
    return str(pyrage.x25519.Identity.generate())


def recipient(of: str) -> str:
    return str(pyrage.x25519.Identity.from_str(of).to_public())


def content(name: str, size: int, seed: int = 0) -> Content:
    """Bytes that do not compress, in chunks of an odd size."""
    data = random.Random(seed).randbytes(size)
    return Content(name, size, (data[start : start + 7001] for start in range(0, size, 7001)))


def backup(to: list[str], *contents: Content, **header: Any) -> bytes:
    out = io.BytesIO()
    write(
        out,
        contents or [content("database/000000", 200_000), content("mirror/checkpoint", 90, 1)],
        header=HEADER | header,
        manifest=lambda: MANIFEST,
        recipients=to,
    )
    return out.getvalue()
