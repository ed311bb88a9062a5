"""What a file is, its bytes say."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaperone.registers.contents import content_type_of
from chaperone.registers.errors import AttachmentRefused
from tests.registers.scene import PDF

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def word(*parts: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for part in parts:
            archive.writestr(part, "x")
    return content.getvalue()


WORD = word("[Content_Types].xml", "word/document.xml")


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.exe", PDF, "application/pdf"),
        ("a", PNG, "image/png"),
        ("a.txt", b"\xff\xd8\xff\xe0x", "image/jpeg"),
        ("a.csv", b"a,b\n", "text/csv"),
        ("a.JSON", b'{"a": 1}', "application/json"),
        ("a.txt", "ä".encode(), "text/plain"),
        ("a.zip", WORD, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ],
)
def test_what_a_file_is_its_bytes_say(name, content, kind):
    assert content_type_of(name, content) == kind


@given(
    st.text(max_size=8), st.binary(max_size=64) | st.binary(max_size=40).map(b"PK\x03\x04".__add__)
)
def test_any_bytes_are_of_a_kind_or_refused(name, content):
    try:
        assert "/" in content_type_of(name, content)
    except AttachmentRefused:
        return
