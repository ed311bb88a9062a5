"""Whether requests come by a proxy that is not named, so that everybody behind it counts as one."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from chaperone.accounts.queries import unnamed_forwarders
from chaperone.notices.readings import Reading, State

_LATELY = timedelta(days=1)
_SHOWN = 3


def unnamed_proxies() -> Iterator[Reading]:
    """How many peers forwarded requests in the last day that ``CHAPERONE_PROXIES`` does not name.

    Of peers from inside only: a proxy elsewhere on the internet cannot be told from whoever asks.
    """
    now = timezone.now()
    found = unnamed_forwarders(now - _LATELY)
    named = ", ".join(found[:_SHOWN])
    yield Reading(
        name="proxies.unnamed",
        label="Proxies that are not named",
        value=len(found),
        unit="",
        state=State.ATTENTION if found else State.OK,
        sentence=f"Requests come by {named}: everybody behind shares one count of wrong tries."
        if found
        else "Requests come from people's browsers, or by proxies that are named.",
        at=now,
        remedy="If it is a proxy of yours, name it in CHAPERONE_PROXIES and start again. If not,"
        " somebody in your network sends X-Forwarded-For.",
    )
