"""Mailing what waits in a table of this room."""

from collections.abc import Callable
from typing import TypeVar

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from chaperone.accounts.models import Link, SignInChange

Row = TypeVar("Row", Link, SignInChange)


def mail_first(rows: type[Row], written: Callable[[Row], EmailMessage | None]) -> bool:
    """Mails the first row that waits; False when none does. What cannot be sent waits again.

    It is claimed and committed first, so that no network call is made within a transaction.
    ``written`` makes its mail in that transaction; None where nobody is to get one.
    """
    with transaction.atomic():
        waiting = rows.objects.filter(handled_at=None).order_by("id")
        row = waiting.select_for_update(skip_locked=True).first()
        if row is None:
            return False
        row.handled_at = timezone.now()
        row.save(update_fields=["handled_at"])
        message = written(row)
    try:
        if message:
            message.send()
    except OSError:
        rows.objects.filter(id=row.id).update(handled_at=None)
        raise
    return True
