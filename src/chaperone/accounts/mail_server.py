"""Which server sends our mail, out of ``CHAPERONE_SMTP_URL``."""

from typing import Any
from urllib.parse import unquote, urlsplit

FILES = "chaperone.accounts.outbox.OutboxBackend"
SMTP = "django.core.mail.backends.smtp.EmailBackend"
_PORTS = {"smtps": 465, "smtp": 587}


def mail_server(url: str) -> tuple[str, dict[str, Any]]:
    """The e-mail backend and its server, of ``smtps://user:password@host`` (TLS from the start) or
    ``smtp://...`` (STARTTLS). Without a URL mails are kept as files. There is no way without TLS.

    Raises ``ValueError`` for another kind of URL, without repeating it: it holds a password.
    """
    if not url:
        return FILES, {}
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError("CHAPERONE_SMTP_URL must look like smtps://user:password@host:465")
    return SMTP, {
        "host": parts.hostname,
        "port": parts.port or _PORTS[parts.scheme],
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "ssl": parts.scheme == "smtps",
        "starttls": parts.scheme == "smtp",
    }
