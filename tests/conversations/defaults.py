from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from chaperone.organizations import queries


@contextmanager
def by_default(answerer: str) -> Iterator[None]:
    """The organization's way of answering, as a process knows it that has just looked it up."""
    with patch.object(queries, "_settings_of", lambda _: {"conversations.answers": answerer}):
        queries._kept.clear()
        yield
    queries._kept.clear()
