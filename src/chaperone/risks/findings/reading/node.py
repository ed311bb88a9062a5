"""Walking through a JSON document, with the place where it is not as it should be."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from typing import Any

from chaperone.risks.findings.errors import FileRefused

_KINDS: dict[type, str] = {dict: "an object", list: "a list", str: "a text"}


@dataclass(frozen=True, slots=True)
class Node:
    """A value and the way to it, such as ``runs[0].results[12].level``."""

    value: Any
    path: str = ""

    def wrong(self, what: str) -> FileRefused:
        """The sentence about what is wrong here."""
        return FileRefused(f"{self.path or 'The document'}: {what}")

    def expect(self, kind: type) -> Any:
        """The value, which must be of this kind. Raises ``FileRefused``."""
        if not isinstance(self.value, kind):
            raise self.wrong(f"it should be {_KINDS[kind]}.")
        return self.value

    def member(self, name: str) -> "Node":
        """What the object holds under a name; a node of None where it holds nothing."""
        path = f"{self.path}.{name}" if self.path else name
        return Node(self.expect(dict).get(name), path)

    def items(self, name: str) -> Iterator["Node"]:
        """Each entry of a list; none where there is no such list. Raises ``FileRefused``."""
        found = self.member(name)
        if found.value is not None:
            for place, value in enumerate(found.expect(list)):
                yield Node(value, f"{found.path}[{place}]")

    def text(self, name: str, default: str = "") -> str:
        """A text; the default where there is none. Raises ``FileRefused``."""
        found = self.member(name)
        return default if found.value is None else str(found.expect(str))

    def needed(self, name: str) -> str:
        """A text that must be there. Raises ``FileRefused``."""
        found = self.text(name).strip()
        if not found:
            raise self.member(name).wrong("it is missing or empty.")
        return found

    def number(self, name: str) -> float | None:
        """A number, also where it stands as a text. Raises ``FileRefused``."""
        found = self.member(name)
        if found.value is None:
            return None
        try:
            # A truth value would be taken for 0 or 1; its text is no number.
            number = float(str(found.value))
        except ValueError:
            raise found.wrong("it should be a number.") from None
        if not isfinite(number):
            raise found.wrong("it should be a number.")
        return number

    def whole(self, name: str) -> int | None:
        """A whole number from 0. Raises ``FileRefused``."""
        found = self.member(name)
        if found.value is None or (type(found.value) is int and found.value >= -1):
            return found.value
        raise found.wrong("it should be a whole number.")


def parse(text: str) -> Node:
    """The document of a JSON text (RFC 8259). Raises ``FileRefused`` with line and column.

    A name that an object holds twice is refused: which of the two is meant cannot be known.
    """
    try:
        return Node(json.loads(text, object_pairs_hook=_once, parse_constant=_no_number))
    except json.JSONDecodeError as problem:
        raise FileRefused(
            f"Line {problem.lineno}, column {problem.colno}: this is no JSON ({problem.msg})."
        ) from None
    except RecursionError:
        raise FileRefused("The document is nested too deeply.") from None
    except ValueError as problem:
        raise FileRefused(f"The document holds a number that is too long ({problem}).") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise FileRefused(f"An object names “{twice[:60]}” more than once.")
    return found


def _no_number(name: str) -> float:
    raise FileRefused(f"{name} is no number of JSON.")
