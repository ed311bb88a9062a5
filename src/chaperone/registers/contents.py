"""What a file is, told by its bytes: what somebody calls it decides nothing but among texts."""

import io
import json
import zipfile
from pathlib import PurePath

from chaperone.registers.errors import AttachmentRefused

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_BEGINNINGS = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}
_TEXTS = {".csv": "text/csv", ".json": "application/json", ".txt": "text/plain"}
KINDS = "PDF, PNG, JPEG, DOCX, CSV, JSON or plain text"
_MOST_PARTS = 2_000


def content_type_of(name: str, content: bytes) -> str:
    """The media type of a file. Raises ``AttachmentRefused`` for what is none of ``KINDS``.

    A text whose name says CSV or JSON is taken for it; JSON must be JSON. Word files with macros
    are refused.
    """
    for beginning, media_type in _BEGINNINGS.items():
        if content.startswith(beginning):
            return media_type
    if content.startswith(b"PK\x03\x04"):
        return _word(content)
    return _text(PurePath(name).suffix.lower(), content)


def _word(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        parts = []
    if "word/document.xml" not in parts or len(parts) > _MOST_PARTS:
        raise AttachmentRefused(f"This is not a file of a kind that is kept: {KINDS}.")
    if any(part.lower().endswith("vbaproject.bin") for part in parts):
        raise AttachmentRefused("This Word file holds macros. Save it without them.")
    return _WORD


def _text(suffix: str, content: bytes) -> str:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = "\x00"
    if "\x00" in text or suffix not in _TEXTS:
        raise AttachmentRefused(f"This is not a file of a kind that is kept: {KINDS}.")
    if suffix == ".json":
        try:
            json.loads(text)
        except (ValueError, RecursionError):
            raise AttachmentRefused("The file is called JSON and is none.") from None
    return _TEXTS[suffix]
