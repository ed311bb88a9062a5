from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch
from uuid import UUID

from chaperone.organizations import queries


@contextmanager
def by_default(answerer: str) -> Iterator[None]:
    """The organization's way of answering, as a process knows it that has just looked it up."""
    real = queries._settings_of

    def also(organization_id: UUID) -> dict[str, Any]:
        return real(organization_id) | {"conversations.answers": answerer}

    with patch.object(queries, "_settings_of", also):
        queries._kept.clear()
        yield
    queries._kept.clear()
