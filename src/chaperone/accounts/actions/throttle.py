"""Wrong tries are counted by account and by address (45 CFR 164.308(a)(5)(ii)(C); ASVS 6.3.1)."""

from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models.functions import Now
from django.utils.crypto import salted_hmac

from chaperone.accounts.models import Throttle
from chaperone.accounts.requests import Origin

_SALT = "chaperone.accounts.throttle"


def subject_of_account(account: UUID | str) -> str:
    """Under which an account's tries are counted: its id, or the name that nobody has."""
    return _subject("account", str(account).strip().casefold())


def subject_of_address(origin: Origin) -> str:
    """Under which an address's tries are counted."""
    return _subject("address", origin.source)


def subject_of_form(form: str, origin: Origin, day: date) -> str:
    """Under which what an address sends by a public form on a day is counted: apart from wrong
    passwords, so that nobody is kept from signing in by it.
    """
    return _subject(f"form {form} {day.isoformat()}", origin.source)


def is_closed(*subjects: str) -> bool:
    """Whether any of the subjects is closed now."""
    return Throttle.objects.filter(subject__in=subjects, locked_until__gt=Now()).exists()


def count_wrong_try(*subjects: str) -> bool:
    """Counts a wrong try against each; True when this one closed any of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT bool_or(accounts_throttle_count(subject)) FROM unnest(%s::text[]) AS subject",
            [sorted(subjects)],
        )
        return bool(cursor.fetchone()[0])


def forgive(*subjects: str) -> int:
    """Forgets the wrong tries of each; how many were closed."""
    rows = Throttle.objects.filter(subject__in=subjects)
    closed = rows.filter(locked_until__gt=Now()).count()
    rows.delete()
    return closed


def _subject(kind: str, value: str) -> str:
    return salted_hmac(_SALT, f"{kind}:{value}", algorithm="sha256").hexdigest()
