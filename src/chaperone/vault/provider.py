"""The root key of this installation, read once from the key provider."""

from functools import cache

from django.conf import settings

from chaperone.crypto.providers.file import FileKeyProvider


@cache
def root_key() -> FileKeyProvider:
    """The provider that wraps organization keys. Raises ``PrivateFileError``."""
    return FileKeyProvider.load(settings.CHAPERONE_ROOT_KEY)
