"""The machine: room on its disk, and how long the certificate is good for."""

import os
from collections.abc import Iterator

from cryptography import x509
from django.conf import settings
from django.utils import timezone

from chaperone.notices.readings import Reading, State, by_limits

_PERCENT_ATTENTION, _PERCENT_ALARM = 20, 10
_LEAST_BYTES = 1_000_000_000
_DAYS_ATTENTION, _DAYS_ALARM = 20, 7


def disk() -> Iterator[Reading]:
    """How much of the data folder's file system is free."""
    found = os.statvfs(settings.CHAPERONE_DATA)
    free = found.f_bavail * found.f_frsize
    percent = 100 * found.f_bavail / max(1, found.f_blocks)
    state = by_limits(percent, attention=_PERCENT_ATTENTION, alarm=_PERCENT_ALARM)
    if free < _LEAST_BYTES:
        state = State.ALARM
    yield Reading(
        name="disk.free",
        label="Room on the disk",
        value=round(percent, 1),
        unit="%",
        state=state,
        sentence=f"{percent:.0f} % of the data folder's disk is free: {free / 1e9:.1f} GB.",
        at=timezone.now(),
        remedy="Make room, or give it a larger disk. On a full disk texts are not taken, and"
        " carriers send them again later.",
    )


def certificate() -> Iterator[Reading]:
    """For how many days the web server's certificate is still good."""
    now = timezone.now()
    pem = (settings.CHAPERONE_DATA / "tls" / "server.crt").read_bytes()
    days = (x509.load_pem_x509_certificate(pem).not_valid_after_utc - now).total_seconds() / 86_400
    yield Reading(
        name="certificate.days",
        label="Certificate of the web server",
        value=round(days, 1),
        unit="days",
        state=by_limits(days, attention=_DAYS_ATTENTION, alarm=_DAYS_ALARM),
        sentence=f"It is good for {days:.0f} more days." if days > 0 else "It has expired.",
        at=now,
        remedy="Run `chaperone down`, then `chaperone up`: a start makes a new one when less than"
        " 30 days are left.",
    )
