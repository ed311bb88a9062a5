"""Django's sessions, stored under a hash of their key: who reads the database can be nobody.

The row of ``accounts_session`` carries the same hash and follows when the key changes.
Source: OWASP ASVS 5.0, 7.2 (session tokens).
"""

import hashlib
from base64 import urlsafe_b64encode
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import connection
from django.utils import timezone

_LENGTH = 24  # bytes: 192 bits, 32 characters


def stored_key(session_key: str) -> str:
    """What is stored of a session key. The key is random and long, so a plain hash is enough."""
    digest = hashlib.sha256(b"chaperone session:" + session_key.encode()).digest()
    return urlsafe_b64encode(digest[:_LENGTH]).decode()


class SessionStore(DatabaseStore):
    def exists(self, session_key: str) -> bool:
        return super().exists(stored_key(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row = super().create_model_instance(data)
        row.session_key = stored_key(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            super().delete(stored_key(key))

    def cycle_key(self) -> None:
        before = self.session_key
        super().cycle_key()
        if before and self.session_key:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT accounts_session_rekey(%s, %s)",
                    [stored_key(before), stored_key(self.session_key)],
                )

    def _get_session_from_db(self) -> Any:
        key = self.session_key
        rows = self.model.objects.filter(expire_date__gt=timezone.now())
        row = rows.filter(session_key=stored_key(key)).first() if key else None
        if row is None:
            self._session_key = None
        return row
