"""Charts as SVG that stands in a page: no script, no style, no colour of its own.

A strict Content-Security-Policy lets neither inline style nor script through, so pygal's are taken
out; the page's style sheet colours the classes that stay (``.drawing``, ``.color-0`` and so on), by
day and by night. A chart is a picture: whoever shows one shows its numbers in a table, too.
"""

import sys
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree

import pygal
from pygal.style import Style

# pygal puts an importer for plugins of its own before everybody's imports, of a kind that Python
# warns of. We have no plugins.
sys.meta_path[:] = [each for each in sys.meta_path if type(each).__module__ != "pygal"]

_SVG = "http://www.w3.org/2000/svg"
_WIDTH, _HEIGHT = 480, 240
_BAR = 36
_LABELS = 7
_SCALE = 6
_SPARK_WIDTH, _SPARK_HEIGHT, _SPARK_EDGE = 240, 40, 3
_LOOK = Style(
    font_family="sans-serif", label_font_size=14, major_label_font_size=14, legend_font_size=14
)
_TITLE = "title"
# What only pygal's script needs.
_FOR_SCRIPTS = ("script", "style", "desc", "defs", _TITLE)


def columns(name: str, labels: Sequence[str], series: Mapping[str, Sequence[float]]) -> str:
    """Columns over ``labels``, those of each series on top of the other; returns the SVG.

    ``name`` says what is shown, for those who cannot see it.
    """
    return _drawn(pygal.StackedBar, name, labels, series, _HEIGHT)


def beside(name: str, labels: Sequence[str], series: Mapping[str, Sequence[float]]) -> str:
    """Columns over ``labels``, those of each series beside the other; returns the SVG."""
    return _drawn(pygal.Bar, name, labels, series, _HEIGHT)


def bars(name: str, values: Mapping[str, float]) -> str:
    """A bar for each value, longest names first on the left of it; returns the SVG."""
    height = 70 + _BAR * len(values)
    # pygal draws from the bottom.
    labels = list(values)[::-1]
    series = {name: [values[label] for label in labels]}
    return _drawn(pygal.HorizontalBar, name, labels, series, height, show_legend=False)


def sparkline(name: str, values: Sequence[float], *, most: float) -> str:
    """A line over time, as small as a word, from 0 to ``most``; returns the SVG.

    One value is a level line; none is an empty picture.
    """
    height = _SPARK_HEIGHT - 2 * _SPARK_EDGE
    drawn = list(values) * 2 if len(values) == 1 else list(values)
    step = (_SPARK_WIDTH - 2 * _SPARK_EDGE) / max(len(drawn) - 1, 1)
    points = " ".join(
        f"{_SPARK_EDGE + number * step:.1f},{_SPARK_EDGE + height * (1 - value / most):.1f}"
        for number, value in enumerate(drawn)
    )
    size = {"viewBox": f"0 0 {_SPARK_WIDTH} {_SPARK_HEIGHT}", "class": "spark", "role": "img"}
    tree = ElementTree.Element(f"{{{_SVG}}}svg", size | {"aria-label": name})
    ElementTree.SubElement(tree, f"{{{_SVG}}}polyline", {"points": points})
    ElementTree.register_namespace("", _SVG)
    return ElementTree.tostring(tree, encoding="unicode")


def _drawn(
    kind: Any,
    name: str,
    labels: Sequence[str],
    series: Mapping[str, Sequence[float]],
    height: int,
    **choices: Any,
) -> str:
    chart = kind(
        js=[],
        width=_WIDTH,
        height=height,
        style=_LOOK,
        legend_at_bottom=True,
        max_scale=_SCALE,
        truncate_label=-1,
        truncate_legend=-1,
        **choices,
    )
    chart.x_labels = list(labels)
    most = max((value for values in series.values() for value in values), default=0)
    if most <= _SCALE and kind is not pygal.StackedBar and _are_whole(series):
        # Of few things there are no fractions.
        chart.y_labels = range(int(most) + 1)
    if kind is not pygal.HorizontalBar and len(labels) > _LABELS:
        chart.x_labels_major_every = -(-len(labels) // _LABELS)
        chart.show_minor_x_labels = False
    for label, values in series.items():
        chart.add(label, list(values))
    tree = chart.render_tree()
    _strip(tree)
    tree.attrib.pop("id", None)
    tree.set("class", "drawing")
    tree.set("role", "img")
    tree.set("aria-label", name)
    ElementTree.register_namespace("", _SVG)
    return ElementTree.tostring(tree, encoding="unicode")


def _are_whole(series: Mapping[str, Sequence[float]]) -> bool:
    return all(float(value).is_integer() for values in series.values() for value in values)


def _strip(element: Any) -> None:
    """Takes out comments, scripts and styles, and ids that a second chart would repeat."""
    for child in list(element):
        named = isinstance(child.tag, str)
        classes = child.get("class", "") if named else ""
        if not named or child.tag.split("}")[-1] in _FOR_SCRIPTS or "overlay" in classes:
            element.remove(child)
            continue
        child.attrib.pop("style", None)
        child.attrib.pop("id", None)
        _strip(child)
