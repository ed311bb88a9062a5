"""Sealing and opening of single values beside a loop in C that does the same, no more and no less.

The C program takes the machine's OpenSSL; the wheel of `cryptography` brings its own, which cannot
be linked to. The note names both, and how fast each is on whole mebibytes, where nothing else
counts.
"""

import os
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from shutil import which
from statistics import median
from typing import Any
from uuid import uuid4

from cryptography.hazmat.backends.openssl import backend
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chaperone.crypto.values import Place, SealingKey

PAGE = 100
ROUNDS = 9
SIZES = ((160, 0.35, 40_000), (4096, 0.8, 20_000))
_MEBIBYTE = 1 << 20
_LOOP = Path(__file__).with_name("sealing_loop.c")
Rates = tuple[float, float]  # sealed and opened values a second


def run() -> list[dict[str, Any]]:
    """Two rows for each size. Raises RuntimeError where there is no compiler for the peer."""
    with tempfile.TemporaryDirectory() as folder:
        loop = _compiled(Path(folder))
        version, theirs = _peer(loop, _MEBIBYTE, 200)
        whole = f"a mebibyte: {_mebibytes() / theirs[0]:.1f} times the peer's rate"
        note = f"{backend.openssl_version_text()} against {version}; {whole}"
        return [row for size in SIZES for row in _rows(loop, *size, note)]


def _compiled(folder: Path) -> Path:
    compiler = which("cc") or which("gcc")
    if compiler is None:
        raise RuntimeError("The peer is written in C: install gcc and OpenSSL's headers.")
    loop = folder / "loop"
    subprocess.run([compiler, "-O2", str(_LOOP), "-lcrypto", "-o", str(loop)], check=True)
    return loop


def _rows(loop: Path, size: int, target: float, count: int, note: str) -> list[dict[str, Any]]:
    pairs = [(_ours(size, count), _peer(loop, size, count * 5)[1]) for _ in range(ROUNDS)]
    rows = []
    for number, verb in enumerate(("seal", "open")):
        ratio = median(mine[number] / other[number] for mine, other in pairs)
        mine, other = (median(pair[side][number] for pair in pairs) for side in (0, 1))
        rows.append(
            {
                "name": f"{verb} {size} bytes",
                "ratio": ratio,
                "target": target,
                "holds": ratio >= target,
                "peer": "a loop in C that does the same",
                "note": f"{mine:,.0f} against {other:,.0f} a second; {note}",
            }
        )
    return rows


def _ours(size: int, count: int) -> Rates:
    """Sealed one by one, as rows are saved; opened by the page, as threads are read."""
    key, text = SealingKey(uuid4(), os.urandom(32)), b"x" * size
    place = Place(uuid4(), "conversations_message", "body", uuid4())
    page, rows = [key.seal(text, place) for _ in range(PAGE)], [place.row] * PAGE

    def seal() -> None:
        for _ in range(count):
            key.seal(text, place)

    def open_pages() -> None:
        for _ in range(count // PAGE):
            key.open_all(
                page,
                rows,
                organization=place.organization,
                table=place.table,
                element=place.element,
            )

    return count / _seconds(seal), count / _seconds(open_pages)


def _mebibytes() -> float:
    cipher, text, nonce = AESGCM(os.urandom(32)), bytes(_MEBIBYTE), os.urandom(12)

    def work() -> None:
        for _ in range(200):
            cipher.encrypt(nonce, text, None)

    return 200 / _seconds(work)


def _peer(loop: Path, size: int, count: int) -> tuple[str, Rates]:
    done = subprocess.run([loop, str(size), str(count)], capture_output=True, text=True, check=True)
    version, rates = done.stdout.splitlines()
    sealed, opened = map(float, rates.split())
    return version, (sealed, opened)


def _seconds(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
