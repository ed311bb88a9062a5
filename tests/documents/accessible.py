"""What of PDF/UA-1 (ISO 14289-1) a program can check: the Matterhorn Protocol's machine checks that
matter to who listens to a document. Reading order and the sense of a text it cannot judge.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream

_SHOWS = {b"Tj", b"TJ", b"'", b'"'}
_BEGINS, _ENDS = {b"BDC", b"BMC"}, {b"EMC"}


def faults(pdf: bytes) -> list[str]:
    """What keeps a file from being read aloud as it is seen; in words."""
    reader = PdfReader(BytesIO(pdf), strict=True)
    root: Any = reader.trailer["/Root"]
    return [
        *_of_the_whole(reader, root),
        *_of_headings([each["/S"] for each in _elements(root)]),
        *(
            f"a {each['/S']} without its words"
            for each in _elements(root)
            if each["/S"] in ("/Figure", "/Formula") and not each.get("/Alt")
        ),
        *(
            "a heading of a table that says not of what"
            for each in _elements(root)
            if each["/S"] == "/TH" and not _scope(each)
        ),
        *(fault for number, page in enumerate(reader.pages, 1) for fault in _of_page(number, page)),
    ]


def _of_the_whole(reader: PdfReader, root: Any) -> Iterator[str]:
    described = root["/Metadata"].get_object().get_data() if "/Metadata" in root else b""
    if b"<pdfuaid:part>1</pdfuaid:part>" not in described:
        yield "it does not say that it is PDF/UA-1"
    if not root.get("/Lang"):
        yield "no language"
    if not root.get("/MarkInfo", {}).get("/Marked"):
        yield "not tagged"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "its window shows the file's name"
    title = reader.metadata.title if reader.metadata else ""
    if not title or b"dc:title" not in described:
        yield "no title"


def _of_headings(kinds: list[str]) -> Iterator[str]:
    level = 0
    for kind in kinds:
        if len(kind) == 3 and kind.startswith("/H") and kind[2].isdigit():
            found = int(kind[2])
            if found > level + 1:
                yield f"a heading of level {found} below one of {level}"
            level = found
    if level == 0:
        yield "no heading"


def _of_page(number: int, page: Any) -> Iterator[str]:
    if "/StructParents" not in page:
        yield f"page {number} is in no structure"
    if page.get("/Tabs") != "/S" and "/Annots" in page:
        yield f"page {number}: the keyboard goes another way than the text"
    depth = 0
    contents = page.get_contents()
    for _, operator in ContentStream(contents, None).operations if contents else ():
        depth += (operator in _BEGINS) - (operator in _ENDS)
        if operator in _SHOWS and depth < 1:
            yield f"page {number} shows text that is in no tag"
            break
    for name, font in page["/Resources"].get("/Font", {}).items():
        for each in font.get_object().get("/DescendantFonts", [font]):
            described = each.get_object().get("/FontDescriptor", {})
            if not any(key.startswith("/FontFile") for key in described):
                yield f"page {number}: the font {name} is not in the file"


def _elements(root: Any) -> list[Any]:
    """The elements of the structure in their order."""
    found: list[Any] = []

    def walk(node: Any) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for each in node:
                walk(each)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append(node)
            if "/K" in node:
                walk(node["/K"])

    if "/StructTreeRoot" in root:
        walk(root["/StructTreeRoot"])
    return found


def _scope(element: Any) -> bool:
    attributes = element.get("/A", {})
    attributes = attributes.get_object() if hasattr(attributes, "get_object") else attributes
    each = attributes if isinstance(attributes, list) else [attributes]
    return any("/Scope" in one.get_object() for one in each if hasattr(one, "get_object"))
