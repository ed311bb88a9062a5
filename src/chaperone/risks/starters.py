"""Pure: risks of this platform as it is (``starter.toml``), for an officer to adopt."""

import tomllib
from importlib.resources import files
from typing import NamedTuple


class Starter(NamedTuple):
    """A risk of the starter set. ``inherent`` and ``residual``: likelihood and impact."""

    key: str
    title: str
    statement: str
    threat: str
    vulnerability: str
    citations: tuple[str, ...]
    controls: str
    inherent: tuple[int, int]
    residual: tuple[int, int]


def _read() -> tuple[Starter, ...]:
    text = files("chaperone.risks").joinpath("starter.toml").read_text("utf-8")
    return tuple(
        Starter(**row | {name: tuple(row[name]) for name in ("citations", "inherent", "residual")})
        for row in tomllib.loads(text)["risk"]
    )


STARTERS = _read()
