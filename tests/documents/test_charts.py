"""Charts: what is in them, and that nothing is which a strict policy on content would stop."""

from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chaperone.documents import charts

TWO = {"Members": [3.0, 0.0], "Coaches": [1.0, 2.0]}
DRAWN = [
    charts.columns("Texts", ["Mon", "Tue"], TWO),
    charts.beside("Texts", ["Mon", "Tue"], TWO),
    charts.bars("Texts", {"Members": 3, "Coaches": 1}),
]


@pytest.mark.parametrize("svg", DRAWN)
def test_a_chart_has_no_script_no_style_no_ids_and_nothing_from_elsewhere(svg: str) -> None:
    tree = ElementTree.fromstring(svg)
    for element in tree.iter():
        assert element.tag.removeprefix("{http://www.w3.org/2000/svg}") in {
            "svg", "g", "rect", "path", "text",
        }  # fmt: skip
        assert not {"style", "id", "href"} & set(element.attrib)
        assert not [name for name in element.attrib if name.startswith("on")]
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize("svg", DRAWN)
def test_a_chart_says_what_it_shows(svg: str) -> None:
    tree = ElementTree.fromstring(svg)
    assert (tree.get("role"), tree.get("aria-label")) == ("img", "Texts")
    words = {element.text for element in tree.iter() if element.text}
    assert words >= {"Mon", "Tue"} or words >= {"Members", "Coaches"}


def test_few_whole_things_are_counted_in_whole_numbers() -> None:
    for svg in (
        charts.bars("x", {"a": 3, "b": 1}),
        charts.beside("x", ["a"], {"s": [3], "t": [1]}),
    ):
        words = {each.text for each in ElementTree.fromstring(svg).iter() if each.text}
        assert {"0", "1", "2", "3"} <= words
        assert not [word for word in words if "." in word]


def test_a_value_twice_as_high_is_drawn_twice_as_high() -> None:
    tree = ElementTree.fromstring(charts.columns("x", ["a", "b"], {"s": [4.0, 2.0]}))
    heights = [
        float(each.attrib["height"])
        for each in tree.iter()
        if each.get("class") == "rect reactive tooltip-trigger"
    ]
    assert heights[0] == pytest.approx(2 * heights[1])


@settings(max_examples=20, deadline=None)
@given(name=st.text(max_size=30).filter(lambda text: all(c.isprintable() for c in text)))
def test_whatever_a_label_says_stays_text(name: str) -> None:
    hostile = name + "<script>alert(1)</script>"
    tree = ElementTree.fromstring(charts.bars(hostile, {hostile: 1.0}))
    assert tree.get("aria-label") == hostile
    assert not [each for each in tree.iter() if each.tag.endswith("script")]


def test_nothing_was_left_in_the_way_of_imports() -> None:
    import sys

    assert [each for each in sys.meta_path if type(each).__module__ == "pygal"] == []
