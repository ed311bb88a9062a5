"""Making backups, at every place that is set. In the process ``backup``, or by command."""

import io
import json
import logging
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from django.conf import settings as django
from django.db import connection, transaction
from django.utils import timezone

from chaperone.continuity.backups.dump import password_of_login
from chaperone.continuity.backups.errors import Altered, BackupError, NoRecipients, NotCovered
from chaperone.continuity.backups.events import BACKUP_FAILED, BACKUP_MADE
from chaperone.continuity.backups.lock import alone
from chaperone.continuity.backups.names import line_beside, new_name
from chaperone.continuity.backups.pipeline import Made, Source, make
from chaperone.continuity.backups.recording import record, why_of
from chaperone.continuity.backups.schedule import Clock
from chaperone.continuity.backups.settings import Settings, read_settings
from chaperone.continuity.backups.streams import Counted
from chaperone.continuity.backups.targets import Place, Target, bucket_of, target_at
from chaperone.continuity.models import Backup
from chaperone.crypto.providers.choosing import configured
from chaperone.database.address import Address
from chaperone.ledger.mirrors.addresses import folders
from chaperone.vendors.leaving import is_covered

_LOOKED_BACK = timedelta(days=3)
_BROKEN_OFF = "It was broken off: the process that made it ended. The next run goes on."
_log = logging.getLogger(__name__)


def make_backups(*, scheduled: bool, clock: Clock | None = None) -> list[Backup]:
    """A backup at every place, and the row of each in the catalogue, whole or failed with why.

    Dumped once: the other places get copies of the first that is whole. Raises ``AlreadyRunning``,
    ``SettingsRefused``, ``NoRecipients``.
    """
    data = Path(django.CHAPERONE_DATA)
    settings = read_settings(data)
    if not settings.recipients:
        raise NoRecipients
    with alone():
        settle_broken_off(settings)
        name = new_name(urlsplit(django.CHAPERONE_URL).hostname or "", datetime.now(UTC))
        made: list[Backup] = []
        for place in settings.targets:
            row = _begin(place, name, settings, scheduled=scheduled, clock=clock or Clock())
            whole = next((each for each in made if each.state == Backup.State.WHOLE), None)
            _fill(row, place, data, settings, whole)
            made.append(row)
        return made


def settle_broken_off(settings: Settings) -> int:
    """What still says that it is being made, while nobody makes any, has failed: its row says so,
    and nothing of its file is left; nor of what was being removed. Returns how many had failed.
    Holding the lock.
    """
    left = list(Backup.objects.filter(state=Backup.State.RUNNING))
    gone = Backup.objects.filter(
        state__in=(Backup.State.EXPIRED, Backup.State.REMOVED),
        ended_at__gt=timezone.now() - _LOOKED_BACK,
    )
    for place in settings.targets:
        with suppress(BackupError):
            _refuse_uncovered(place)
            target = target_at(place)
            target.clear()
            for row in (*left, *gone.filter(target=target.name)):
                if row.target == target.name and row.name:
                    target.remove(row.name)
                    target.remove(line_beside(row.name))
    for row in left:
        _fail(row, _BROKEN_OFF)
    return len(left)


def _begin(place: Place, name: str, settings: Settings, *, scheduled: bool, clock: Clock) -> Backup:
    """The row, before anything is written: whatever is killed later is found by it."""
    with transaction.atomic():
        asked = Backup.objects.select_for_update().filter(state=Backup.State.ASKED).first()
        row = asked or Backup()
        row.state, row.kind = Backup.State.RUNNING, Backup.Kind.FULL
        row.made_at, row.scheduled = clock.wall(), scheduled
        row.target, row.name = place.url, name
        row.recipients = list(settings.recipients)
        row.steady, row.boot = clock.steady(), clock.boot()
        row.save()
    return row


def _fill(row: Backup, place: Place, data: Path, settings: Settings, whole: Backup | None) -> None:
    try:
        _refuse_uncovered(place)
        target = target_at(place)
        if whole is None:
            _make_new(row, target, data, settings)
        else:
            _copy(row, target, target_at(_place_of(whole, settings)), whole)
        _put_line(row, target)
    except (BackupError, psycopg.Error, OSError) as problem:
        _fail(row, f"{problem}")
        _log.warning("No backup at %s: %s", place.url, row.why)
        return
    with transaction.atomic():
        row.state, row.ended_at = Backup.State.WHOLE, timezone.now()
        row.save()
        record(BACKUP_MADE, row, seconds=round(row.seconds, 1), scheduled=row.scheduled)


def _put_line(row: Backup, target: Target) -> None:
    try:
        target.put(line_beside(row.name), io.BytesIO(line_of(row)))
    except BackupError:
        _take_back(row, target)
        raise


def _take_back(row: Backup, target: Target) -> None:
    """A row that says failed has no file. What cannot be removed now, nobody takes for whole."""
    with suppress(BackupError):
        target.remove(row.name)


def _make_new(row: Backup, target: Target, data: Path, settings: Settings) -> None:
    described = configured(data / "config.json")[0]
    row.root_key_id = _root_key(data)
    source = Source(
        data=data,
        address=_address(),
        password=password_of_login(data),
        mirror=next(iter(folders()), None),
        about={
            "installation": django.CHAPERONE_URL,
            "keys": {"provider": described.get("provider", ""), "root_key": row.root_key_id},
        },
    )
    made = make(source, target, row.name, backup=row.id, recipients=settings.recipients)
    _note(row, made)


def _note(row: Backup, made: Made) -> None:
    row.size, row.sha256 = made.sealed.size, made.sealed.sha256
    row.seconds, row.counts = made.seconds, made.rows
    row.ledger_size, row.checkpoint = made.ledger_size, made.checkpoint


def _copy(row: Backup, target: Target, source: Target, whole: Backup) -> None:
    began = timezone.now()
    with source.open(whole.name) as stream:
        counted = Counted(stream)
        target.put(row.name, counted)
    if counted.sha256 != whole.sha256:
        _take_back(row, target)
        raise Altered(f"(read from {source.name})")
    for field in ("size", "sha256", "counts", "ledger_size", "checkpoint", "root_key_id"):
        setattr(row, field, getattr(whole, field))
    row.seconds = (timezone.now() - began).total_seconds()


def _fail(row: Backup, why: str) -> None:
    with transaction.atomic():
        row.state, row.ended_at = Backup.State.FAILED, timezone.now()
        row.why = why_of(why)
        row.save()
        record(BACKUP_FAILED, row, why=row.why)


def _refuse_uncovered(place: Place) -> None:
    """45 CFR 164.308(b), 164.502(e): whoever keeps sealed PHI is a business associate, too."""
    bucket = bucket_of(place)
    if bucket is None:
        return
    connection.ensure_connection()
    if not is_covered(connection.connection, purpose="backup", host=bucket):
        raise NotCovered(f"({place.url})")


def _place_of(row: Backup, settings: Settings) -> Place:
    return next(place for place in settings.targets if place.url == row.target)


def _address() -> Address:
    """The database that this process works on, without its login."""
    used: dict[str, Any] = django.DATABASES["default"]
    options = {
        name: str(value) for name, value in used["OPTIONS"].items() if name != "application_name"
    }
    return Address(str(used["HOST"]), str(used["PORT"]), connection.settings_dict["NAME"], options)


def _root_key(data: Path) -> str:
    found: dict[str, Any] = json.loads((data / "config.json").read_text(encoding="utf-8"))
    return str(found.get("root_key", ""))


def line_of(row: Backup) -> bytes:
    """The line of the catalogue that lies beside the file: whoever finds it knows what it is, and
    learns nothing about members.
    """
    said = {
        "id": str(row.id),
        "made_at": row.made_at.isoformat(),
        "name": row.name,
        "size": row.size,
        "sha256": row.sha256,
        "recipients": row.recipients,
        "root_key": row.root_key_id,
        "ledger": {"size": row.ledger_size, "checkpoint": row.checkpoint},
        "rows": row.counts,
    }
    return json.dumps(said, indent=1).encode() + b"\n"
