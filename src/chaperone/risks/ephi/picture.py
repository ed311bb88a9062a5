"""The map as SVG: no script, no style, no colour of its own (a strict policy lets none through).

Two drawings of the same: a wide one (where it is stored, what it is, where it goes), and a narrow
one for phones, an element below the other. Whoever shows one shows ``mapping`` as a table, too.
"""

from collections.abc import Sequence
from typing import NamedTuple
from xml.etree import ElementTree

from chaperone.risks.ephi.mapping import Element

_SVG = "http://www.w3.org/2000/svg"
_ROW, _GAP, _TOP = 30, 10, 34
_WIDE, _NARROW = 960, 360
_LETTERS = {_WIDE: 30, _NARROW: 22}
_BOX = {_WIDE: 250, _NARROW: 160}
_HEADINGS = ("Stored in", "Data element", "Goes to")


class _Box(NamedTuple):
    """A box of the wide drawing, by what stands in it."""

    x: int
    y: int
    text: str
    look: str


def wide(name: str, elements: Sequence[Element]) -> str:
    """Three columns joined by lines, for a desk. ``name`` says what is shown."""
    tables = sorted({table for element in elements for table in element.tables})
    places = list(dict.fromkeys(flow.to for element in elements for flow in element.flows))
    rows = max(len(tables), len(elements), len(places), 1)
    height = _TOP + rows * (_ROW + _GAP)
    svg = _svg(name, _described(elements), _WIDE, height, "wide")
    columns = [
        _boxes(tables, 0, height, "store"),
        _boxes([each.label for each in elements], 355, height, "element"),
        _boxes(places, _WIDE - _BOX[_WIDE], height, "place"),
    ]
    for x, heading in zip((0, 355, _WIDE - _BOX[_WIDE]), _HEADINGS, strict=True):
        _text(svg, x, 18, heading, "map-heading")
    for element, box in zip(elements, columns[1].values(), strict=True):
        for table in element.tables:
            _line(svg, columns[0][table], box)
        for flow in element.flows:
            _line(svg, box, columns[2][flow.to])
    for each in (box for column in columns for box in column.values()):
        _box(svg, each, _WIDE)
    return _written(svg)


def narrow(name: str, elements: Sequence[Element]) -> str:
    """An element below the other, each with its stores and where it goes, for a phone."""
    heights = [_ROW + _GAP + _lines(each) * (_ROW + 4) + 2 * _GAP for each in elements]
    svg = _svg(name, _described(elements), _NARROW, _TOP + sum(heights), "narrow")
    right = _NARROW - _BOX[_NARROW]
    _text(svg, 0, 18, _HEADINGS[0], "map-heading")
    _text(svg, right, 18, _HEADINGS[2], "map-heading")
    top = _TOP
    for element, height in zip(elements, heights, strict=True):
        _rectangle(svg, 0, top, _NARROW, _ROW, "element")
        _text(svg, 10, top + 20, _cut(element.label, 44), "")
        places = [flow.to for flow in element.flows]
        for x, texts, look in ((0, element.tables, "store"), (right, places, "place")):
            for line, text in enumerate(texts):
                y = top + _ROW + _GAP + line * (_ROW + 4)
                middle = x + _BOX[_NARROW] // 2
                _path(svg, f"M{middle} {y - (_GAP if not line else 4)}V{y}")
                _box(svg, _Box(x, y, text, look), _NARROW)
        top += height
    return _written(svg)


def _lines(element: Element) -> int:
    return max(len(element.tables), len(element.flows))


def _described(elements: Sequence[Element]) -> str:
    """The same in sentences, for those who cannot see it."""
    sentences = []
    for each in elements:
        goes = ", ".join(dict.fromkeys(flow.to for flow in each.flows)) or "nowhere else"
        kept = ", ".join(each.tables) or "no table"
        sentences.append(f"{each.label}: stored in {kept}; goes to {goes}.")
    return " ".join(sentences)


def _boxes(texts: Sequence[str], x: int, height: int, look: str) -> dict[str, _Box]:
    """One below the other, spread over the height."""
    free = height - _TOP - len(texts) * _ROW
    gap = free // max(len(texts), 1)
    return {
        text: _Box(x, _TOP + gap // 2 + row * (_ROW + gap), text, look)
        for row, text in enumerate(texts)
    }


def _svg(name: str, described: str, width: int, height: int, which: str) -> ElementTree.Element:
    svg = ElementTree.Element(
        "svg",
        {
            "xmlns": _SVG,
            "viewBox": f"0 0 {width} {height}",
            "class": f"map map-{which}",
            "role": "img",
            "aria-labelledby": f"map-{which}-title map-{which}-text",
        },
    )
    ElementTree.SubElement(svg, "title", {"id": f"map-{which}-title"}).text = name
    ElementTree.SubElement(svg, "desc", {"id": f"map-{which}-text"}).text = described
    return svg


def _line(svg: ElementTree.Element, start: _Box, end: _Box) -> None:
    x, y = start.x + _BOX[_WIDE], start.y + _ROW // 2
    to_x, to_y = end.x, end.y + _ROW // 2
    bend = (to_x - x) // 2
    _path(svg, f"M{x} {y}C{x + bend} {y} {to_x - bend} {to_y} {to_x} {to_y}")


def _path(svg: ElementTree.Element, shape: str) -> None:
    ElementTree.SubElement(svg, "path", {"class": "map-line", "d": shape})


def _box(svg: ElementTree.Element, box: _Box, width: int) -> None:
    _rectangle(svg, box.x, box.y, _BOX[width], _ROW, box.look)
    _text(svg, box.x + 10, box.y + 20, _cut(box.text, _LETTERS[width]), "")


def _rectangle(
    svg: ElementTree.Element, x: int, y: int, width: int, height: int, look: str
) -> None:
    corners = {"x": str(x), "y": str(y), "width": str(width), "height": str(height), "rx": "6"}
    ElementTree.SubElement(svg, "rect", {"class": f"map-{look}", **corners})


def _text(svg: ElementTree.Element, x: int, y: int, text: str, look: str) -> None:
    place = {"x": str(x), "y": str(y)} | ({"class": look} if look else {})
    ElementTree.SubElement(svg, "text", place).text = text


def _cut(text: str, letters: int) -> str:
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"


def _written(svg: ElementTree.Element) -> str:
    return ElementTree.tostring(svg, encoding="unicode")
