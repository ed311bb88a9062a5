"""Backups that were made or tried."""

from datetime import UTC, date
from uuid import UUID

from django.db.models import Q, QuerySet

from chaperone.continuity.backups.errors import NoSuchBackup
from chaperone.continuity.models import Backup
from chaperone.organizations.clocks import begin_of, end_of

_IDS = 36


def backups() -> QuerySet[Backup]:
    """All, the newest first."""
    return Backup.objects.order_by("-made_at", "-id")


def backup_named(which: str) -> Backup:
    """By its id or its file's name; the newest of several places. Raises ``NoSuchBackup``."""
    of = Q(name=which)
    if len(which) == _IDS:
        try:
            of |= Q(id=UUID(which))
        except ValueError:
            raise NoSuchBackup(f"({which})") from None
    found = backups().filter(of).first()
    if found is None:
        raise NoSuchBackup(f"({which})")
    return found


def search(
    *,
    since: date | None = None,
    until: date | None = None,
    state: str = "",
    text: str = "",
    holds: str = "",
    rows: int = 0,
    entry: int | None = None,
) -> QuerySet[Backup]:
    """By day (UTC, both included), state, part of the name or place, and what it holds.

    ``holds``: a table with at least ``rows`` rows in it (1 where nothing is said). ``entry``: the
    place in the ledger that it must reach.
    """
    found = backups()
    if since:
        found = found.filter(made_at__gte=begin_of(since, UTC))
    if until:
        found = found.filter(made_at__lt=end_of(until, UTC))
    if state:
        found = found.filter(state=state)
    if text:
        found = found.filter(Q(name__icontains=text) | Q(target__icontains=text))
    if holds:
        found = found.filter(**{f"counts__{holds}__gte": max(rows, 1)})
    if entry is not None:
        found = found.filter(ledger_size__gt=entry, state=Backup.State.WHOLE)
    return found


def last_whole(target: str = "") -> Backup | None:
    """The newest that is whole, of one place where that is said."""
    found = _whole()
    return (found.filter(target=target) if target else found).first()


def last_scheduled(target: str, *, boot: str) -> Backup | None:
    """The whole one that the schedule made last at a place, whatever the wall clock said then.

    By the steady clock where one was made since this start of the machine (``boot``): the wall
    clock may have been put back meanwhile, so that an older one bears a later time.
    """
    found = _whole().filter(target=target, scheduled=True)
    since = found.filter(boot=boot, steady__isnull=False) if boot else found.none()
    return since.order_by("-steady").first() or found.first()


def whole_at(target: str) -> list[Backup]:
    """What is whole at one place, the newest first."""
    return list(_whole().filter(target=target))


def _whole() -> QuerySet[Backup]:
    return backups().filter(state=Backup.State.WHOLE, kind=Backup.Kind.FULL)
