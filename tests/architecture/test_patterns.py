"""Patterns mean the same in every Python 3.11: in 3.11.2, with which Debian 12 comes, possessive quantifiers
may match wrongly. One of them went round for ever on an ordinary text.
"""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from re import _constants, _parser  # type: ignore[attr-defined]

import pytest

ROOMS = ("assistant", "conversations", "crypto", "deid", "documents", "members", "merkle", "sms")
WRONG = (_constants.ATOMIC_GROUP, _constants.POSSESSIVE_REPEAT)


def patterns_in(room: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    package = importlib.import_module(f"chaperone.{room}")
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if ".migrations" in found.name or found.name.endswith("__main__"):
            continue
        module = importlib.import_module(found.name)
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                yield f"{found.name}.{name}", value


def parts_of(parsed: object) -> Iterator[object]:
    """Every operation of a parsed pattern, however deep."""
    if isinstance(parsed, _parser.SubPattern):
        for operation, arguments in parsed:
            yield operation
            yield from parts_of(arguments)
    elif isinstance(parsed, list | tuple):
        for each in parsed:
            yield from parts_of(each)


def is_wrong(pattern: str | bytes, flags: int = 0) -> bool:
    return any(part in WRONG for part in parts_of(_parser.parse(pattern, flags)))


@pytest.mark.parametrize("room", ROOMS)
def test_no_pattern_needs_what_some_pythons_match_wrongly(room: str) -> None:
    found = dict(patterns_in(room))
    assert not [name for name, each in found.items() if is_wrong(each.pattern, each.flags)]


@pytest.mark.parametrize("pattern", [r"(?:a|b)*+", r"x++", r"(?>a|ab)c", r"(a(?:b(c?+)))"])
def test_it_would_be_noticed(pattern: str) -> None:
    assert is_wrong(pattern)
    assert not is_wrong(r"(?:a|b)*?[+]+\*\+")
