"""A file of findings: its form told by its content, read whole or not at all."""

from typing import NamedTuple

from chaperone.risks.findings.errors import FileRefused
from chaperone.risks.findings.reading import sarif, sheet, vex
from chaperone.risks.findings.reading.node import Node, parse
from chaperone.risks.findings.reading.reported import MOST_BYTES, Reported, each_once


class Read(NamedTuple):
    """What is in a file. ``form``: ``sarif``, ``vex`` or ``csv``."""

    form: str
    found: list[Reported]


def read_file(content: bytes) -> Read:
    """The findings of a file of at most ``MOST_BYTES``. Raises ``FileRefused`` with the place."""
    if len(content) > MOST_BYTES:
        raise FileRefused(f"The file is larger than {MOST_BYTES // 1_000_000} MB. Divide it.")
    if not content.strip():
        raise FileRefused("The file is empty.")
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in (b"{", b"["):
        return Read("csv", each_once(sheet.read(content)))
    document = parse(_text(content))
    if sarif.is_sarif(document):
        return Read("sarif", each_once(sarif.read(document)))
    if vex.is_vex(document):
        return Read("vex", each_once(vex.read(document)))
    raise _unknown(document)


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        raise FileRefused(f"Line {line}: this is not UTF-8 text.") from None


def _unknown(document: Node) -> FileRefused:
    return document.wrong("it is JSON, but neither SARIF (“runs”) nor CycloneDX (“bomFormat”).")
