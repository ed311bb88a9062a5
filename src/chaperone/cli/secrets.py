"""What an installation keeps to itself, made at its first start."""

import secrets

from chaperone.cli.folder import DataFolder
from chaperone.crypto.providers.file import FileKeyProvider
from chaperone.database.identifiers import new_id
from chaperone.files.private import write_private
from chaperone.ledger import log_key


def make_secrets(folder: DataFolder) -> FileKeyProvider:
    """Make what is missing: root key, log key, Django's key. Returns the root key."""
    if not folder.log_key.exists():
        log_key.create(folder.log_key, new_id())
    elif not log_key.public_path(folder.log_key).exists():
        log_key.publish(folder.log_key)
    if not folder.django_key.exists():
        write_private(folder.django_key, secrets.token_urlsafe(50) + "\n")
    if folder.root_key.exists():
        return FileKeyProvider.load(folder.root_key)
    return FileKeyProvider.create(folder.root_key)
