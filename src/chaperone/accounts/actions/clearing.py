"""What has run out is cleared away, so that sign-in tables do not grow for ever."""

from datetime import timedelta

from django.contrib.sessions.models import Session as BrowserSession
from django.utils import timezone

from chaperone.accounts.models import Forwarder, SignInChange, Throttle

# Wrong tries from an address are forgotten after a day, those against an account when it signs in.
_KEPT = timedelta(days=1)
# What was changed stays in the ledger; the mail about it was sent.
_TOLD = timedelta(days=30)


def clear_away() -> None:
    """Drops what browsers left after their time, old wrong tries that closed
    nothing, what people were told, and proxies that are gone.
    """
    BrowserSession.objects.filter(expire_date__lt=timezone.now()).delete()
    Forwarder.objects.filter(seen_at__lt=timezone.now() - _TOLD).delete()
    SignInChange.objects.filter(handled_at__lt=timezone.now() - _TOLD).delete()
    Throttle.objects.filter(locked_until=None, last_at__lt=timezone.now() - _KEPT).delete()
