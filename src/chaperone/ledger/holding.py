"""What keeps a month of entries beyond its time: legal holds, which are known above (``retention``,
which fills this in ``AppConfig.ready``).
"""

from collections.abc import Callable
from datetime import date

import psycopg

Holds = Callable[[psycopg.Connection, date], str]
"""Why the month must stay, as a sentence; empty where it need not. Asked as the owner."""

_holds: Holds | None = None


def hold_with(holds: Holds) -> None:
    """Names who knows (registered by ``retention``)."""
    global _holds
    _holds = holds


def held_because(connection: psycopg.Connection, month: date) -> str:
    """Why a month must stay. Where nobody was registered, nothing goes: raises ``RuntimeError``."""
    if _holds is None:
        raise RuntimeError("No room says what is held: no month goes.")
    return _holds(connection, month)
