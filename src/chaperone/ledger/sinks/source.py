"""Which installation speaks: what every format says of where an entry comes from."""

from dataclasses import dataclass

from chaperone import __version__

PRODUCT = "Chaperone"


@dataclass(frozen=True, slots=True)
class Source:
    """The host that people reach the installation at, and the version of the program."""

    host: str
    version: str = __version__
