"""What can go wrong on the command line. The docstring is the message, `{}` its particulars."""


class CliError(Exception):
    """The command could not be carried out."""

    def __init__(self, message: str | None = None, **particulars: object) -> None:
        text = message or " ".join(line.strip() for line in (self.__doc__ or "").splitlines())
        super().__init__(text if message else text.format(**particulars))


class NotOurData(CliError):
    """{folder} holds files that are not Chaperone's. Choose another folder with --data."""


class DataUnwritable(CliError):
    """{folder} cannot be written by you. Run as its owner ({owner}), or choose another --data."""


class HalfRestored(CliError):
    """{folder} was being restored when that was cut off, and is not to be used. Run the same
    `chaperone restore` again, which begins anew."""


class DataFromNewer(CliError):
    """{folder} was made by a newer Chaperone. Install that version again, or restore a backup."""


class ConfigDamaged(CliError):
    """{path} cannot be read ({reason}). Put it back from your backup."""


class LabelledFileWrong(CliError):
    """{file} cannot be used: {reason}"""


class AlreadyRunning(CliError):
    """Chaperone already runs on {folder} (process {pid}). Stop it first: chaperone down"""


class WebPortInUse(CliError):
    """Port {port} is in use by another program. Stop that one, or choose another: --port {other}"""


class SecretMissing(CliError):
    """{path} is missing, and this data cannot be used without it. Put back your copy."""


class RootKeyDoesNotFit(CliError):
    """The root key in {path} ({found}) is not the one this data was sealed with ({expected}).
    Put back the right copy; nothing was changed."""


class SchemaNewer(CliError):
    """The database was made by a newer Chaperone (it has {migration}, which this one does not
    know). Install that version again, or restore a backup; nothing was changed."""


class OwnServerForgotten(CliError):
    """The data of {folder} is on a database server of your own. Name it again, by setting
    CHAPERONE_DATABASE_URL; without it a new and empty database would be made."""


class EmbeddedHere(CliError):
    """The data of {folder} is in its own PostgreSQL, not at CHAPERONE_DATABASE_URL. Unset that, or
    choose another folder with --data."""


class DatabaseGone(CliError):
    """The database {name} of this data folder is not there any more. Restore it from a backup, or
    correct the address; to begin anew, choose another folder with --data."""


class DatabaseOfTheServer(CliError):
    """CHAPERONE_DATABASE_URL names the database {name}, which the server needs for itself. Name one
    for Chaperone, such as chaperone; it is made when it is not there."""


class DatabaseNotOurs(CliError):
    """The database {name} holds tables that are not Chaperone's. Name another one in
    CHAPERONE_DATABASE_URL; it is made when it is not there."""


class DatabaseHalfRestored(CliError):
    """The database {name} was being restored when that was cut off, and is not to be used. Run the
    same `chaperone restore` again, which begins anew."""


class ServerTaken(CliError):
    """This database server holds the database {name} of another installation (root key {root_key}),
    whose logins would be changed. Use another server, or that installation's data folder."""


class DatabaseUnreachable(CliError):
    """The database at CHAPERONE_DATABASE_URL does not answer. Start it, or correct the address.
    It said: {reason}"""


class DatabaseTooOld(CliError):
    """The database server is PostgreSQL {found}; Chaperone needs {needed} or later."""


class DemoHere(CliError):
    """{folder} holds the demo organizations, whose passwords are public. For real work start with
    another folder: chaperone up --no-demo --data DIR"""


class UpgradeFailed(CliError):
    """The database could not be brought up to date. {reason} More: {log}"""


class NotHealthy(CliError):
    """Chaperone did not become healthy: {reason} Its logs are in {logs}."""


class NotRunning(CliError):
    """Chaperone is not running on {folder}. Start it with: chaperone up"""


class NoSuchPerson(CliError):
    """{email} is nobody of this demo. `chaperone status` lists who can sign in."""


class Unhealthy(CliError):
    """{what}"""


class NotAnswered(CliError):
    """{what} is missing. Give it with {option}, or run `chaperone init` at a terminal: it asks."""


class NotSuitable(CliError):
    """{what} “{value}” cannot be used: {why}"""


class SamePerson(CliError):
    """{email} is there twice. The two officers and the administrator are three different people,
    since nobody may approve what they asked for themselves."""


class SlugTaken(CliError):
    """There is an organization with the short name {slug} already. Choose another one."""


class WhichOrganization(CliError):
    """Say which organization is meant, with --organization. There are: {known}."""


class NoSuchSetting(CliError):
    """{name} is not a setting. `chaperone config list` names them all."""


class SettingRefused(CliError):
    """{name} was not changed. {reason}"""


class NotInvited(CliError):
    """{email} has no invitation that waits: they have accepted it, or were never invited."""


class LogsSealed(CliError):
    """The log files cannot be opened: none of the root keys of config.json unwraps {path}. Name the
    root key that was in use when it was made as a former one, or restore the file."""


class RootKeyNamed(CliError):
    """The root key was not replaced. {what}"""
