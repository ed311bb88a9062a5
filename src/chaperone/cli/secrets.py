"""What an installation keeps to itself, made at its first start."""

import secrets

from chaperone.cli import log_identity
from chaperone.cli.folder import DataFolder
from chaperone.crypto.providers.choosing import configured, load, passphrase_in
from chaperone.crypto.providers.file import FileKeyProvider
from chaperone.crypto.providers.interface import KeyProvider
from chaperone.database.identifiers import new_id
from chaperone.files.private import write_private
from chaperone.ledger import log_key


def make_secrets(folder: DataFolder) -> KeyProvider:
    """Make what is missing: root key, log key, Django's key, the token of `/metrics`, the key of
    the log files. Returns what holds the root key.
    """
    if not folder.log_key.exists():
        log_key.create(folder.log_key, new_id())
    elif not log_key.public_path(folder.log_key).exists():
        log_key.publish(folder.log_key)
    if not folder.django_key.exists():
        write_private(folder.django_key, secrets.token_urlsafe(50) + "\n")
    if not folder.metrics_token.exists():
        write_private(folder.metrics_token, secrets.token_urlsafe(32) + "\n")
    provider = _root_key(folder)
    log_identity.ensure(folder, provider)
    return provider


def _root_key(folder: DataFolder) -> KeyProvider:
    described = configured(folder.config_file)[0]
    path = folder.root_key_of(described)
    if path and not path.exists():
        return FileKeyProvider.create(path, passphrase=passphrase_in(described))
    return load(described, folder.keys)
