"""Why emergency mode does not begin, end or join."""

from chaperone.cli.errors import CliError


class PrimaryAnswers(CliError):
    """The primary database answers ({address}): there is no need for emergency mode. Nothing was
    started."""


class PrimaryAway(CliError):
    """The primary database does not answer: {reason} Stop emergency mode when it is back; to stop
    all the same, say --although-away."""


class ReplicaRefused(CliError):
    """The replica cannot be used: {reason}"""


class NotConfirmed(CliError):
    """Nothing was started. Type {word} when asked, or say --yes."""


class RunsAlready(CliError):
    """Emergency mode runs already, at {url} (process {pid})."""


class RunsNot(CliError):
    """Emergency mode does not run on {folder}."""


class DoesNotCome(CliError):
    """The web server of emergency mode does not answer. Its log: {log}"""


class UpFirst(CliError):
    """Chaperone runs on {folder} (process {pid}), and its web server holds the port. Stop it first:
    chaperone down"""


class JournalsSpoilt(CliError):
    """Not everything was there. {told}"""


class StillRuns(CliError):
    """Emergency mode still runs, and its journal grows. Stop it first: chaperone emergency stop"""
