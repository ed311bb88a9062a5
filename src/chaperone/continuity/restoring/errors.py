"""Why nothing was restored. The docstring is the message, an argument adds the detail."""


class RestoreRefused(Exception):
    """Nothing was restored."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(f"{' '.join((type(self).__doc__ or '').split())} {detail}".strip())


class PlaceNotEmpty(RestoreRefused):
    """The folder holds something already, and a restore overwrites nothing. Choose another --data,
    or move what is there away."""


class DatabaseTaken(RestoreRefused):
    """The database at CHAPERONE_DATABASE_URL holds something already, or does not let you look, and
    a restore overwrites nothing. Name another one there: it is made where it is not there."""


class LoginsUsed(RestoreRefused):
    """This database server holds another database of Chaperone, whose logins would get new
    passwords. Restore to another server, or take that database away first."""


class HalfRestoredElsewhere(RestoreRefused):
    """The database at CHAPERONE_DATABASE_URL was being restored from another data folder when that
    was cut off. Run the same command again with that --data, or drop the database."""


class NotInUnicode(RestoreRefused):
    """The database at CHAPERONE_DATABASE_URL is not in UTF-8. Name another one there: it is made
    where it is not there."""


class DatabaseUsed(RestoreRefused):
    """Something still works on the database that was half restored. Wait a minute, or end it, and
    run the same command again."""


class HalfRestored(RestoreRefused):
    """This folder was being restored when that was cut off: it is not to be used. Restore into it
    again, which begins anew."""


class SchemaNewer(RestoreRefused):
    """The backup is of a newer Chaperone than this one. Install that version, then restore."""


class SchemaUnknown(RestoreRefused):
    """The backup does not say which version of Chaperone it is of."""


class DatabaseNewer(RestoreRefused):
    """The backup is of a newer PostgreSQL than the one that it would be restored into."""


class KeyMissing(RestoreRefused):
    """The backup's data is sealed under another root key than the one that was given. Without the
    right one nothing could be opened. Give it with --root-key."""


class KeyServiceRefuses(RestoreRefused):
    """The key service or HSM that holds the root key does not serve this machine, so that nothing
    could be opened. Make it reachable from here, with the rights that the installation had."""


class LogKeyMissing(RestoreRefused):
    """The key that signs the ledger is not in the backup, so that the ledger could not go on."""


class LogKeyChanged(RestoreRefused):
    """The ledger's key was changed after this backup, as the mirror shows; the key in it signs no
    more. Give the newer one with --log-key (keys/log.key of the old disk, where that can be read),
    or restore a backup that was made since the change."""


class LogKeyWrong(RestoreRefused):
    """What --log-key names is not the key that signs the ledger, as the mirror and the backup show
    it. Leave it out, or name the right one."""


class MirrorAltered(RestoreRefused):
    """The mirror of the ledger does not verify, so what came after the backup cannot be relied on.
    Keep it as it is, and start an incident."""


class NoRoom(RestoreRefused):
    """The disk has not enough room for what is in the backup. Nothing was left behind."""


class NotFilled(RestoreRefused):
    """PostgreSQL did not take what is in the backup. The folder is empty again."""


class CountsDiffer(RestoreRefused):
    """What was restored is not as much as the backup says it holds."""


class NotUpgraded(RestoreRefused):
    """The data came back and could not be brought up to date. Restore it with the version that made
    the backup, then upgrade that."""


class NotSettled(RestoreRefused):
    """The data came back, but what came after the backup could not be made good."""


class NotVerified(RestoreRefused):
    """The restored ledger does not verify against its mirror."""


class OtherInstallation(RestoreRefused):
    """The archive and the backup are not of the same installation, as their ledgers differ. Give
    the backup and the archive that belong together."""
