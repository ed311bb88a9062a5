"""The settings that the embedded PostgreSQL runs with."""

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
_THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def shared() -> dict[str, str]:
    """What every PostgreSQL of Chaperone runs with, also one of several nodes."""
    return {name: value for name, value in _SETTINGS.items() if name not in _OF_ONE}


def arguments(*, port: int, socket_folder: str, fsync: bool) -> list[str]:
    """The settings as arguments of the program `postgres`."""
    chosen = _SETTINGS | {"port": str(port), "unix_socket_directories": socket_folder}
    if not fsync:
        chosen |= _THROW_AWAY
    return [part for name, value in chosen.items() for part in ("-c", f"{name}={value}")]
