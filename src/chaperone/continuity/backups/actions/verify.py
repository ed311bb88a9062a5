"""Reading a backup from where it is kept, to its end, and saying whether it is whole."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings as django
from django.utils import timezone

from chaperone.continuity.backups.errors import (
    NoSuchFile,
    NotWhole,
    SettingsRefused,
    TargetUnavailable,
    Unreadable,
    WrongKey,
)
from chaperone.continuity.backups.format import Verified, verify
from chaperone.continuity.backups.keys import identity_at_hand, recipient_of
from chaperone.continuity.backups.lock import alone
from chaperone.continuity.backups.queries.catalogue import last_whole
from chaperone.continuity.backups.recording import note_damaged, note_verified
from chaperone.continuity.backups.settings import Settings, read_settings
from chaperone.continuity.backups.targets import Target, target_at
from chaperone.continuity.models import Backup

EVERY = timedelta(days=7)
OPENED, CHECKSUM = "opened", "checksum"


def verify_backup(*, backup: Backup, identity: str | None = None) -> Verified:
    """Reads all of it. With an identity it is decrypted and compared with its manifest; without
    one, its bytes are compared with the catalogue's checksum.

    What is missing, cut or altered is failed from then on. Raises ``Unreadable``, ``NoSuchFile``,
    ``NotWhole``, ``TargetUnavailable``, ``AlreadyRunning``; ``WrongKey`` says nothing about it.
    """
    if backup.state != Backup.State.WHOLE or not backup.name:
        raise NotWhole
    if identity and recipient_of(identity) not in backup.recipients:
        raise WrongKey
    with alone():
        try:
            target = target_of(backup, read_settings(Path(django.CHAPERONE_DATA)))
            with target.open(backup.name) as stream:
                found = verify(stream, identity, sha256=backup.sha256, size=backup.size)
        except TargetUnavailable:
            raise
        except (Unreadable, NoSuchFile) as problem:
            note_damaged(backup, str(problem))
            raise
        note_verified(backup, OPENED if identity else CHECKSUM)
    return found


def verify_due() -> list[Backup]:
    """Verifies the newest whole backup of every place that was not looked at for a week.

    By the identity at hand, where it opens them. Returns those that are damaged.
    """
    data = Path(django.CHAPERONE_DATA)
    damaged = []
    for place in read_settings(data).targets:
        backup = last_whole(place.url)
        if backup is None or not _is_due(backup):
            continue
        identity = identity_at_hand(data)
        if identity and recipient_of(identity) not in backup.recipients:
            identity = None
        try:
            verify_backup(backup=backup, identity=identity)
        except (Unreadable, NoSuchFile):
            damaged.append(backup)
    return damaged


def target_of(backup: Backup, settings: Settings) -> Target:
    """The place of a backup. Raises ``SettingsRefused`` where the settings name it no more."""
    for place in settings.targets:
        if place.url == backup.target:
            return target_at(place)
    raise SettingsRefused(f"They do not name {backup.target} any more.")


def _is_due(backup: Backup) -> bool:
    """A clock that was put back is no reason to wait."""
    if backup.verified_at is None:
        return True
    return not timedelta(0) <= timezone.now() - backup.verified_at < EVERY
