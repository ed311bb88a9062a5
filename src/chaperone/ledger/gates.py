"""The gate before the record leaves for somebody else's machine (45 CFR 164.308(b), 164.502(e)).

Whether an agreement lets it is known above (``vendors``), which fills this in ``AppConfig.ready``.
"""

from collections.abc import Callable
from typing import Literal, NamedTuple

import psycopg


class Outside(NamedTuple):
    """A place that is not ours. ``host``: its name or its bucket's; empty where it has none."""

    purpose: Literal["sink", "mirror"]
    host: str


Gate = Callable[[psycopg.Connection, Outside], bool]
"""Whether the record may go there at this moment. Asked by any login, in no context."""

_gate: Gate | None = None


def gate_with(gate: Gate) -> None:
    """Names who knows (registered by ``vendors``)."""
    global _gate
    _gate = gate


def may_leave(connection: psycopg.Connection, outside: Outside) -> bool:
    """Whether it may. Where nobody was registered, nothing leaves: raises ``RuntimeError``."""
    if _gate is None:
        raise RuntimeError("No room says what may leave: the record stays here.")
    return _gate(connection, outside)
