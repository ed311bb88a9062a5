"""Why no configuration is written. The docstring is the message, `{}` its particulars."""

from chaperone.cli.errors import CliError


class HaError(CliError):
    """The configuration cannot be written."""


class NodeRefused(HaError):
    """“{word}” is no node. Each is NAME=HOST, with a name and a host of its own: one=10.0.0.1"""


class HostRefused(HaError):
    """“{host}” is no address and no name of a machine."""


class NodesUneven(HaError):
    """Name three nodes, or five: {found} cannot outvote a node that is lost. --node NAME=HOST"""


class NetworkRefused(HaError):
    """“{network}” is no network. It looks like 10.0.1.0/24."""


class OutNotEmpty(HaError):
    """{folder} is not empty. What is there may be in use: choose a new folder."""


class ProgramsMissing(HaError):
    """There is no PostgreSQL in {folder}. Name the folder of postgres and initdb on the nodes."""


class ProgramsUnsaid(HaError):
    """Say which PostgreSQL the nodes have: --programs /usr/lib/postgresql/15/bin. The one that
    Chaperone brings speaks no TLS and stays on its own machine."""


class SpeaksNoTls(HaError):
    """The PostgreSQL in {folder} was built without TLS, so members' data would cross the network
    in clear. Install the platform's: apt install postgresql"""


class ClientsMissing(HaError):
    """Say from where Chaperone connects: --client 10.0.1.0/24"""


class AuthorityMissing(HaError):
    """{folder} has no authority/ca.key. Bring it from where you keep it, and take it away again."""
