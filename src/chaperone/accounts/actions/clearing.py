"""What has run out is cleared away, so that sign-in tables do not grow for ever."""

from datetime import timedelta

from django.contrib.sessions.models import Session as BrowserSession
from django.utils import timezone

from chaperone.accounts.models import Throttle

# Wrong tries from an address are forgotten after a day, those against an account when it signs in.
_KEPT = timedelta(days=1)


def clear_away() -> None:
    """Drops what browsers left after their time, and old wrong tries that closed nothing."""
    BrowserSession.objects.filter(expire_date__lt=timezone.now()).delete()
    Throttle.objects.filter(locked_until=None, last_at__lt=timezone.now() - _KEPT).delete()
