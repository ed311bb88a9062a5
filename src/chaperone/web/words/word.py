"""A state as people read it."""

from typing import NamedTuple


class Word(NamedTuple):
    """A state as people read it. `icon` is an id in `web/icons.svg`; `tone` a colour class."""

    text: str
    icon: str
    tone: str = "quiet"
