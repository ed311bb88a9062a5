"""Recomputing the whole tree: ranges of leaves side by side, on one snapshot of the database."""

import os
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

import psycopg

from chaperone.ledger.recomputing import RANGE, Range, recompute, root_over
from chaperone.merkle.audit.recompute import levels_of

_MOST_PROCESSES = 8
_BEGIN = "begin isolation level repeatable read read only"
_connection: psycopg.Connection


@dataclass(frozen=True, slots=True)
class Recomputed:
    """The tree found in the database: its roots, and the first leaf that is wrong, if any is."""

    roots: Mapping[int, bytes]
    bad: int | None


def recompute_all(
    connection: psycopg.Connection, parameters: Mapping[str, Any], size: int, sizes: Sequence[int]
) -> Recomputed:
    """Recomputes ``size`` leaves; notes the root at each of ``sizes`` (ascending, 1 to ``size``).

    ``connection`` is in a repeatable-read transaction, whose snapshot the other processes share;
    ``parameters`` are for their connections.
    """
    spans = spans_of(size, sizes)
    if len(spans) < 2:
        return joined([recompute(connection, *span) for span in spans])
    row = connection.execute("select pg_export_snapshot()").fetchone()
    assert row is not None
    pool = ProcessPoolExecutor(
        min(os.cpu_count() or 1, len(spans), _MOST_PROCESSES),
        get_context("fork"),
        initializer=_enter,
        initargs=(dict(parameters), row[0]),
    )
    with pool:
        return joined(list(pool.map(_recompute, spans)))


def spans_of(size: int, sizes: Sequence[int]) -> list[tuple[int, int, list[int]]]:
    """The ranges of a tree of ``size``: from, up to before, and which of ``sizes`` end in it."""
    spans = []
    for start in range(0, size, RANGE):
        end = min(start + RANGE, size)
        within = sizes[bisect_right(sizes, start) : bisect_right(sizes, end)]
        spans.append((start, end, list(within)))
    return spans


def joined(ranges: Sequence[Range]) -> Recomputed:
    """The tree of consecutive ranges, of which each but the last is full."""
    bad = [found.bad for found in ranges if found.bad is not None]
    if bad:
        return Recomputed({}, bad[0])
    levels = levels_of([found.root for found in ranges])
    roots = {
        size: root_over(levels, number, tail)
        for number, found in enumerate(ranges)
        for size, tail in found.roots_at.items()
    }
    return Recomputed(roots, None)


def _enter(parameters: dict[str, Any], snapshot: str) -> None:
    """Runs once in each process of the pool."""
    global _connection
    _connection = psycopg.connect(**parameters, autocommit=True)
    _connection.execute("set work_mem = '64MB'")
    _connection.execute(_BEGIN)
    _connection.execute(f"set transaction snapshot '{snapshot}'")


def _recompute(span: tuple[int, int, list[int]]) -> Range:
    return recompute(_connection, *span)
