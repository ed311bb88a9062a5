"""What can be wrong with a backup. The docstring of each error is its sentence."""

from chaperone.errors import SentenceAbout


class BackupError(SentenceAbout):
    """The backup could not be made, read or kept."""


class Unreadable(BackupError):
    """The backup cannot be used."""


class NotABackup(Unreadable):
    """This file is no backup of Chaperone, or its beginning was altered."""


class WrongKey(Unreadable):
    """None of the keys at hand opens this backup. Give the identity of one of its recipients."""


class Truncated(Unreadable):
    """The backup ends too early: its end is missing or was altered. Take another one."""


class Altered(Unreadable):
    """The backup was altered after it was made. Take another one."""


class NewerFormat(Unreadable):
    """The backup was made by a newer Chaperone. Install that version to read it."""


class KeyRefused(BackupError):
    """This is no age key that can be used here."""


class TargetMisnamed(BackupError):
    """The place for backups is not set as it must be."""


class TargetUnavailable(BackupError):
    """The place for backups cannot be reached, or did not take what was sent."""

    def __init__(self, detail: str = "", *, code: str = "") -> None:
        super().__init__(detail)
        self.code = code


class NoSuchFile(BackupError):
    """There is no such backup in this place."""


class FileThere(BackupError):
    """There is a file of this name already, and backups are never written over."""


class NotCovered(BackupError):
    """No agreement in force lets backups go to this place, so nothing was sent there. Record the
    agreement with whoever keeps them (purpose: keeps your backups)."""


class SettingsRefused(BackupError):
    """The settings “backups” of config.json cannot be used."""


class DumpFailed(BackupError):
    """The database could not be dumped."""


class ClientMissing(BackupError):
    """The server asks for TLS, which the PostgreSQL programs that come with Chaperone cannot do.
    Install PostgreSQL's client of the server's version."""


class AlreadyRunning(BackupError):
    """A backup is being made or verified at the moment. Wait until it has ended."""


class NoRecipients(BackupError):
    """No key is set to which backups are encrypted. Start Chaperone once, which makes a pair, or
    name recipients under “backups” in config.json."""


class NoSuchBackup(BackupError):
    """There is no such backup in the catalogue."""


class NotWhole(BackupError):
    """Only a backup that is whole can be verified or removed."""


class LastWhole(BackupError):
    """This is the last whole backup of its place, and is never removed. Make another one first."""
