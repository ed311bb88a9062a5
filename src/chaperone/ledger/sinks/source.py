"""Which installation speaks: what every format says of where an entry comes from."""

from dataclasses import dataclass

PRODUCT = "Chaperone"
VERSION = "0.1.0"  # pyproject.toml says the same; an installation may run without its metadata


@dataclass(frozen=True, slots=True)
class Source:
    """The host that people reach the installation at, and the version of the program."""

    host: str
    version: str = VERSION
