"""Reading a journal: what it says, and every place where it is not what was written."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from chaperone.continuity.emergency.errors import JournalAltered, JournalMissing
from chaperone.continuity.emergency.journal.lines import FIRST, FORMAT, Line, linked, parsed, split

HEAD, END = "head", "end"


@dataclass(slots=True)
class Read:
    """A journal as it was found.

    ``lines``: all that can be read, in the order of the file, the head left out. ``problems``: in
    sentences, with the number of the line; none: the journal is whole. ``good_bytes``, ``link``:
    where the last line ends that is linked to all before it, and its link.
    """

    head: Line
    lines: list[Line] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    good_bytes: int = 0
    link: bytes = FIRST
    torn: bool = False
    ended: bool = False

    @property
    def next_number(self) -> int:
        """Of the line that would be written next."""
        return (self.lines[-1].number if self.lines else self.head.number) + 1


def head_of(path: Path) -> Line:
    """The first line, unverified: it holds the sealed key of the chain.

    Raises ``JournalMissing`` and ``JournalAltered``.
    """
    try:
        with path.open("rb") as file:
            raw = file.readline()
    except OSError as problem:
        raise JournalMissing(f"({path}: {problem.strerror})") from problem
    try:
        head = parsed(split(raw.removesuffix(b"\n"))[1])
    except ValueError:
        raise JournalAltered("Its first line cannot be read.") from None
    if head.kind != HEAD or head.said.get("format") != FORMAT:
        raise JournalAltered("Its first line is not a head of this format.")
    return head


def read(path: Path, key: bytes) -> Read:
    """The whole journal, checked against the key of its chain.

    Altered lines are reported and passed over, so that what is intact after them is not lost.
    Raises ``JournalMissing`` and, where the head itself is altered, ``JournalAltered``.
    """
    found = Read(head_of(path))
    before = FIRST
    expected = 0
    whole = True
    for raw, complete in _raw(path):
        if not complete:
            # Its writer was ended before it was on disk, so nothing was shown for it.
            found.torn = True
            break
        try:
            stated, text = split(raw)
            line = parsed(text)
        except (ValueError, UnicodeDecodeError):
            found.problems.append(f"Line {expected} cannot be read.")
            before, whole, expected = FIRST, False, expected + 1
            continue
        if linked(key, before, text) != stated:
            found.problems.append(f"Line {line.number} is not linked to the one before it.")
            whole = False
        if line.number != expected:
            found.problems.append(f"Line {line.number} stands where line {expected} belongs.")
            whole = False
        _take(found, line)
        before, expected = stated, line.number + 1
        if whole:
            found.good_bytes += len(raw) + 1
            found.link = stated
    return found


def _take(found: Read, line: Line) -> None:
    if found.ended:
        found.problems.append(f"Line {line.number} stands after the exit record.")
    if line.kind == END:
        found.ended = True
        counted, here = line.said.get("count"), len(found.lines)
        if not counted == here == line.number - 1:
            found.problems.append(f"The exit record counts {counted} records; {here} are here.")
    if line.kind != HEAD:
        found.lines.append(line)


def _raw(path: Path) -> Iterator[tuple[bytes, bool]]:
    with path.open("rb") as file:
        for raw in file:
            yield raw.removesuffix(b"\n"), raw.endswith(b"\n")
