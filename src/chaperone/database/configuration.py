"""The settings that the embedded PostgreSQL runs with."""

import shlex
from collections.abc import Mapping
from pathlib import Path

_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "password_encryption": "scram-sha-256",
    "shared_buffers": "256MB",
    "wal_compression": "on",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "cluster_name": "chaperone",
    # No collector: it writes a moment later, and why a start failed must be in the file at once.
    "logging_collector": "off",
    "log_checkpoints": "off",
    # What a person wrote must not reach a log: no statements, no parameter values, no DETAIL with
    # a failing row, no error messages, which quote the value they refuse (`log` is above `error`).
    "log_statement": "none",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
    "log_min_messages": "log",
}
# Of a single server on its own machine.
_OF_ONE = frozenset(
    {"listen_addresses", "unix_socket_permissions", "max_connections", "cluster_name"}
)
# A piece ends after a minute at the latest: what is written after it is what a dead disk can cost.
_ARCHIVING = {"archive_mode": "on", "archive_timeout": "60"}
_THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def shared() -> dict[str, str]:
    """What every PostgreSQL of Chaperone runs with, also one of several nodes."""
    return {name: value for name, value in _SETTINGS.items() if name not in _OF_ONE}


def arguments(
    *,
    port: int,
    socket_folder: str,
    fsync: bool,
    archived: Path | None = None,
    more: Mapping[str, str] | None = None,
) -> list[str]:
    """The settings as arguments of the program `postgres`.

    archived: where the archiver says which pieces of the write-ahead log are safe; without it they
    are not kept. more: settings beside these, or in their place.
    """
    chosen = _SETTINGS | {"port": str(port), "unix_socket_directories": socket_folder}
    if not fsync:
        chosen |= _THROW_AWAY
    if archived is not None:
        chosen |= _ARCHIVING | {"archive_command": _archive_command(archived)}
    chosen |= more or {}
    return [part for name, value in chosen.items() for part in ("-c", f"{name}={value}")]


def _archive_command(archived: Path) -> str:
    """Done when the archiver has said so, whom PostgreSQL need not be able to run.

    PostgreSQL may be another user than ours, who reaches neither our programs nor keys nor the
    place of the archive. It asks, keeps the piece until the answer is yes, and so loses nothing
    whatever goes wrong: its disk fills before anything is thrown away.
    """
    # PostgreSQL reads % itself.
    return f"test -f {shlex.quote(str(archived)).replace('%', '%%')}/%f"
