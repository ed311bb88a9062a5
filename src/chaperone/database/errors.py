"""What can go wrong below the tables. The docstring is the message, `{}` its particulars."""


class DatabaseError(Exception):
    """The database cannot be used."""

    def __init__(self, **particulars: object) -> None:
        message = " ".join(line.strip() for line in (self.__doc__ or "").splitlines())
        super().__init__(message.format(**particulars))
        self.particulars = particulars


class BinariesMissing(DatabaseError):
    """The PostgreSQL programs are missing. Run `make setup`, or set CHAPERONE_DATABASE_URL."""


class NotOurFolder(DatabaseError):
    """{folder} holds files that are not a Chaperone database. Choose an empty or new folder."""


class FolderGone(DatabaseError):
    """{folder} points to {target}, which is gone. Restore it from a backup, or remove the link."""


class Unreachable(DatabaseError):
    """The user {user} cannot enter {folder}. Allow it (chmod o+x) or choose another data folder."""


class NoUnprivilegedUser(DatabaseError):
    """PostgreSQL refuses to run as root, and there is no user `nobody`. Run as another user."""


class WrongVersion(DatabaseError):
    """{folder} was made by PostgreSQL {found}, this Chaperone brings {expected}. Use the version of
    Chaperone that made it, or restore a backup of it into a new folder."""


class PasswordMissing(DatabaseError):
    """{path} is missing, but the database it opens exists. Put the file back from your backup."""


class PasswordRefused(DatabaseError):
    """The database refuses the password in {path}. Put back the file that belongs to this data."""


class PortInUse(DatabaseError):
    """Port {port} is already in use by another program. Stop it, or choose another port."""


class DiskFull(DatabaseError):
    """Only {free} MB are free at {folder}, {needed} MB are needed. Free some space first."""


class StartFailed(DatabaseError):
    """PostgreSQL did not start. The end of its log: {log}"""


class StopFailed(DatabaseError):
    """PostgreSQL (process {pid}) did not stop. It still uses {folder}."""


class AddressRefused(DatabaseError):
    """CHAPERONE_DATABASE_URL cannot be read ({reason}). It looks like
    postgresql://admin:password@host:5432/chaperone?sslmode=verify-full."""


class LoginUnknown(DatabaseError):
    """There is no login named {login}. It is one of: {known}."""


class NotRunning(DatabaseError):
    """The database of {data} is not running. Start it with `chaperone up`."""


class NotPermitted(DatabaseError):
    """The administrator login {user} may not {what}. It needs CREATEROLE and CREATEDB."""
