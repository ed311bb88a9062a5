"""Everything that can keep Chaperone from starting, looked at before anything is touched."""

import os
import socket
from contextlib import closing

from chaperone.cli import own_server
from chaperone.cli.errors import (
    AlreadyRunning,
    DatabaseGone,
    DemoHere,
    EmbeddedHere,
    OwnServerForgotten,
    RootKeyDoesNotFit,
    SecretMissing,
    WebPortInUse,
)
from chaperone.cli.folder import EMBEDDED, OWN, Config, DataFolder
from chaperone.cli.state import supervisor
from chaperone.crypto.providers.choosing import configured, load
from chaperone.database.server import Server
from chaperone.ledger.sinks.configuration import read_sinks

DEFAULT_PORT = 8443


def check(folder: DataFolder, *, port: int, demo: bool | None, server: Server | None) -> None:
    """Raise what is wrong; changes nothing. `server` is None when the database is elsewhere."""
    folder.check()
    if pid := supervisor(folder):
        raise AlreadyRunning(folder=folder.root, pid=pid)
    config = folder.config()
    if demo is False and config.demo and folder.config_file.exists():
        raise DemoHere(folder=folder.root)
    check_secrets(folder, config)
    read_sinks(folder.config_file)
    check_port(port)
    if server:
        _check_embedded(folder, config, server)
    elif config.database == EMBEDDED:
        raise EmbeddedHere(folder=folder.root)
    else:
        own_server.check(os.environ["CHAPERONE_DATABASE_URL"], config)
        own_server.refuse_half_restored(os.environ["CHAPERONE_DATABASE_URL"])


def check_secrets(folder: DataFolder, config: Config) -> None:
    """Once data exists, a missing secret must not be made anew: it would open nothing."""
    if not config.root_key:
        return
    described = configured(folder.config_file)[0]
    root_key = folder.root_key_of(described)
    needed = [folder.log_key, folder.django_key, folder.passwords]
    for path in [root_key, *needed] if root_key else needed:
        if not path.exists():
            raise SecretMissing(path=path)
    found = load(described, folder.keys).key_id
    if found != config.root_key:
        place = root_key or folder.config_file
        raise RootKeyDoesNotFit(path=place, found=found, expected=config.root_key)


def check_port(port: int) -> None:
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise WebPortInUse(port=port, other=port + 1) from error


def _check_embedded(folder: DataFolder, config: Config, server: Server) -> None:
    if config.database == OWN:
        raise OwnServerForgotten(folder=folder.root)
    server.check()
    if config.database and not server.exists():
        raise DatabaseGone(name=server.folder)
