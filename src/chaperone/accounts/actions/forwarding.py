"""Noting that requests come by a proxy that nobody named (``CHAPERONE_PROXIES``)."""

from time import monotonic

from django.utils import timezone

from chaperone.accounts.models import Forwarder

_AGAIN_SECONDS = 3600.0
_noted: dict[str, float] = {}


def note_forwarder(peer: str) -> None:
    """Notes when the peer was last seen; of each, a process writes once an hour."""
    last = _noted.get(peer)
    if last is not None and monotonic() - last < _AGAIN_SECONDS:
        return
    _noted[peer] = monotonic()
    Forwarder.objects.bulk_create(
        [Forwarder(peer=peer, seen_at=timezone.now())],
        update_conflicts=True,
        unique_fields=["peer"],
        update_fields=["seen_at"],
    )
