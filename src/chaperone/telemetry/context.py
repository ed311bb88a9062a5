"""What a process works at just now, so that log lines and traces can name it: ids and a route."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

Facts = Mapping[str, str]
_NAMES = ("request", "route", "user", "organization")
_PLAIN = re.compile(r"[A-Za-z0-9_:.-]{1,80}")
_at_work: ContextVar[Callable[[], Facts] | None] = ContextVar("at_work", default=None)


@contextmanager
def working_at(facts: Callable[[], Facts]) -> Iterator[None]:
    """During this block lines carry what ``facts`` gives: ``request``, ``route``, ``user`` and
    ``organization``. It is asked at each line, and must not ask the database.
    """
    token = _at_work.set(facts)
    try:
        yield
    finally:
        _at_work.reset(token)


def facts_now() -> dict[str, str]:
    """What is being worked at. What is no id and no name of a route is left out."""
    ask = _at_work.get()
    found = ask() if ask else {}
    return {name: found[name] for name in _NAMES if _PLAIN.fullmatch(found.get(name, ""))}
