"""Mails as files, where no mail server is named: private, since their links open accounts."""

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

from chaperone.database.identifiers import new_id


class OutboxBackend(BaseEmailBackend):
    """Writes each mail to ``outbox/`` of the data folder, a file of mode 0600 each."""

    def __init__(self, fail_silently: bool = False, **kwargs: Any) -> None:
        super().__init__(fail_silently=fail_silently, **kwargs)
        self._folder = Path(settings.EMAIL_FILE_PATH)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            self._write(message.message().as_bytes())
        return len(email_messages)

    def _write(self, mail: bytes) -> None:
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{new_id().hex}.eml"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        with os.fdopen(os.open(self._folder / name, flags, 0o600), "wb") as file:
            file.write(mail)
