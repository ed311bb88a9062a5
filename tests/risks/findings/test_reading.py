"""Files of findings, read strictly: what they say, and the place of what is wrong with them."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chaperone.risks.findings.errors import FileRefused
from chaperone.risks.findings.reading.files import read_file
from chaperone.risks.findings.reading.reported import MOST_BYTES, MOST_FINDINGS, plain
from chaperone.risks.models import Severity
from tests.risks.findings.scene import CSV, result, row, sarif, vex

COMPONENT = {"bom-ref": "r1", "name": "libssl", "version": "3.0.1", "purl": "pkg:deb/libssl@3.0.1"}


def one(content: bytes) -> Any:
    (found,) = read_file(content).found
    return found


def test_a_result_of_sarif() -> None:
    rule = {"id": "L001", "shortDescription": {"text": "Open redirect"}, "help": {"text": "Check."}}
    found = one(sarif(result(), rules=[rule]))
    assert (found.rule, found.title, found.severity) == ("L001", "Open redirect", "high")
    assert (found.place, found.remedy) == ("app/views.py:3", "Check.")


@pytest.mark.parametrize(
    ("more", "rule", "severity"),
    [
        ({"level": "error"}, {}, "high"),
        ({"level": "note"}, {}, "low"),
        ({"level": None}, {}, "medium"),
        ({"level": None}, {"defaultConfiguration": {"level": "error"}}, "high"),
        ({}, {"properties": {"security-severity": "9.8"}}, "critical"),
        ({"properties": {"security-severity": 4.0}}, {"properties": {}}, "medium"),
        ({}, {"properties": {"security-severity": "3.9"}}, "low"),
    ],
)
def test_how_bad_a_result_is(more: Any, rule: Any, severity: str) -> None:
    assert one(sarif(result(**more), rules=[{"id": "L001", **rule}])).severity == severity


def test_a_result_is_known_again_though_its_line_moved() -> None:
    here, there = one(sarif(result(line=3))), one(sarif(result(line=300)))
    assert here.key == there.key
    assert here.key != one(sarif(result(file="app/other.py"))).key
    assert here.key != one(sarif(result(rule="L002"))).key


def test_fingerprints_come_before_anything_else() -> None:
    mark = {"fingerprints": {"v1": "abc"}}
    here, there = one(sarif(result(**mark))), one(sarif(result(file="moved.py", **mark)))
    assert here.key == there.key
    assert here.key != one(sarif(result(fingerprints={"v1": "abd"}))).key


@pytest.mark.parametrize(
    "more", [{"kind": "pass"}, {"kind": "notApplicable"}, {"baselineState": "absent"}]
)
def test_what_is_no_finding_is_left_out(more: Any) -> None:
    assert read_file(sarif(result(**more))).found == []


def test_a_suppressed_result_is_excused_only_once_that_was_accepted() -> None:
    accepted = {"kind": "inSource", "justification": "Tests only."}
    assert one(sarif(result(suppressions=[accepted]))).dismissed == "Tests only."
    waits = {"kind": "external", "status": "underReview"}
    assert one(sarif(result(suppressions=[accepted, waits]))).dismissed == ""


def test_a_vulnerability_of_cyclonedx() -> None:
    weak = {
        "id": "CVE-2026-9",
        "description": "Reads beyond the end. Found by a fuzzer.",
        "recommendation": "Upgrade.",
        "ratings": [{"severity": "low"}, {"score": 9.1}, {"severity": "unknown"}],
        "affects": [{"ref": "r1"}],
    }
    found = one(vex(weak, components=[COMPONENT]))
    assert (found.title, found.severity) == ("Reads beyond the end", "critical")
    assert (found.place, found.remedy) == ("libssl 3.0.1", "Upgrade.")


def test_a_component_is_known_again_in_its_next_version() -> None:
    weak = {"id": "CVE-2026-9", "affects": [{"ref": "r1"}]}
    newer = {"bom-ref": "r1", "name": "libssl", "version": "3.1", "purl": "pkg:deb/libssl@3.1"}
    assert one(vex(weak, components=[COMPONENT])).key == one(vex(weak, components=[newer])).key


def test_each_component_is_a_finding_and_what_nobody_rated_is_high() -> None:
    weak = {"id": "CVE-2026-9", "affects": [{"ref": "r1"}, {"ref": "r2"}]}
    found = read_file(vex(weak, components=[COMPONENT])).found
    assert [each.place for each in found] == ["libssl 3.0.1", "r2"]
    assert {each.severity for each in found} == {"high"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\xff\xfe{", "Line 1"),
        (b"{", "Line 1, column 2: this is no JSON"),
        (b'{"a": 1, "a": 2}', "names “a” more than once"),
        (b'{"runs": NaN}', "NaN is no number"),
        (b'{"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "nested too deeply"),
        (b'{"x":' + b"9" * 5_000 + b"}", "number that is too long"),
        (b"[]", "neither SARIF"),
        (b'{"runs": []}', "version: it is missing"),
        (b'{"runs": [], "version": "2.0.0"}', "version: it is 2.0.0"),
        (b'{"runs": {}, "version": "2.1.0"}', "runs: it should be a list"),
        (b'{"runs": [1], "version": "2.1.0"}', r"runs\[0\]: it should be an object"),
        (b'{"runs": [{"tool": {"driver": {}}}], "version": "2.1.0"}', r"driver\.name: it is miss"),
        (sarif(result(level="loud")), r"runs\[0\]\.results\[0\]\.level: “loud” is none of"),
        (sarif(result(kind="maybe")), r"results\[0\]\.kind: “maybe”"),
        (sarif(result(), {"ruleId": 3}), r"results\[1\]\.ruleId: it should be a text"),
        (sarif({"message": {"text": "x"}}), r"results\[0\]: it names no rule"),
        (sarif({"ruleIndex": 4}), r"ruleIndex: there are 0 rules"),
        (b'{"bomFormat": "SPDX"}', "bomFormat: it is SPDX"),
        (b'{"bomFormat": "CycloneDX", "specVersion": "2.0"}', "specVersion: it is 2.0"),
        (vex({"affects": []}), r"vulnerabilities\[0\]\.id: it is missing"),
        (vex({"id": "x", "affects": [{"ref": " "}]}), r"affects\[0\]\.ref: it is missing"),
        (vex({"id": "x", "ratings": [{"severity": "huge"}]}), r"ratings\[0\]\.severity: “huge”"),
        (vex({"id": "x", "ratings": [{"score": True}]}), r"score: it should be a number"),
        (vex({"id": "x", "ratings": [{"score": "NaN"}]}), r"score: it should be a number"),
        (vex({"id": "x", "analysis": {"state": "fine"}}), r"analysis\.state: “fine”"),
        (vex({"id": "x"}, components=[{"bom-ref": "a"}]), r"components\[0\]\.name: it is miss"),
        (b"Title,Severity\nx,high\n", "does not name the column “Place”"),
        (b"Title,Severity,Place,Colour\n", "heading that is not known"),
        ((CSV + "x,awful,web,\n").encode(), "Line 2, Severity: This is not one of"),
        ((CSV + "x,high\n").encode(), "Line 2, all: The line has 2 cells"),
        ((CSV + 'x,high,"web\n').encode(), "Line 2 cannot be read as CSV"),
        ((CSV + f"{'x' * 201},high,web,\n").encode(), "Line 2, Title: It is longer than 200"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(content: bytes, said: str) -> None:
    with pytest.raises(FileRefused, match=said):
        read_file(content)


def test_too_much_is_refused() -> None:
    with pytest.raises(FileRefused, match="larger than 2 MB"):
        read_file(b"x" * (MOST_BYTES + 1))
    many = sarif(*({"ruleId": f"L{n}", "message": {"text": "x"}} for n in range(MOST_FINDINGS + 1)))
    with pytest.raises(FileRefused, match="more than 2,000 findings"):
        read_file(many)


def test_of_the_same_twice_in_a_file_the_worst_counts() -> None:
    found = one((CSV + row("1", "low") + row("1", "critical") + row("1", "medium")).encode())
    assert found.severity == Severity.CRITICAL


def test_texts_are_kept_on_one_line_and_short() -> None:
    message = {"text": "a\x00b\u2028c\ud800d\n" + "long " * 600}
    found = one(sarif(result(message=message)))
    assert found.description.startswith("a b c d long")
    assert len(found.description) == 2000
    assert found.description.endswith("…")


@settings(max_examples=50)
@given(st.text(), st.integers(1, 300))
def test_a_plain_text_is_short_and_printable(text: str, most: int) -> None:
    kept = plain(text, most)
    assert len(kept) <= most
    assert "\n" not in kept
    assert "\x00" not in kept
    kept.encode()
    assert plain(kept, most) == kept


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=12,
)
NAMES = st.sampled_from(
    [
        "runs",
        "tool",
        "driver",
        "name",
        "rules",
        "id",
        "results",
        "ruleId",
        "ruleIndex",
        "level",
        "kind",
        "message",
        "text",
        "locations",
        "physicalLocation",
        "artifactLocation",
        "uri",
        "region",
        "startLine",
        "properties",
        "security-severity",
        "suppressions",
        "fingerprints",
        "vulnerabilities",
        "affects",
        "ref",
        "ratings",
        "severity",
        "score",
        "analysis",
        "state",
        "components",
        "bom-ref",
        "purl",
        "metadata",
        "component",
        "extensions",
    ]
)
GUIDED = st.recursive(
    JSON, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=5)
)


def told(content: bytes) -> None:
    """It is read, or refused with a sentence: nothing else may come out."""
    try:
        found = read_file(content).found
    except FileRefused as problem:
        found = []
        said = str(problem)
    else:
        said = "It was read."
    assert len(said) > 10
    for each in found:
        assert each.severity in Severity.values
        assert each.title
        assert each.place
        assert len(each.key) == 64
        json.dumps(each).encode()


@settings(max_examples=25)
@given(st.dictionaries(NAMES, GUIDED, max_size=6), st.sampled_from(["sarif", "vex"]))
def test_whatever_a_document_holds_it_is_read_or_refused(members: Any, form: str) -> None:
    head: dict[str, Any] = {"version": "2.1.0", "runs": [members]}
    if form == "vex":
        head = {"bomFormat": "CycloneDX", "specVersion": "1.5", **members}
    told(json.dumps(head).encode())


@settings(max_examples=25)
@given(st.data())
def test_a_good_file_with_one_thing_changed_is_read_or_refused(data: st.DataObject) -> None:
    weak = {"id": "CVE-1", "ratings": [{"score": 5}], "affects": [{"ref": "r1"}]}
    good = data.draw(
        st.sampled_from(
            [sarif(result(), rules=[{"id": "L001"}]), vex(weak, components=[COMPONENT])]
        )
    )
    document = json.loads(good)
    holder: Any = document
    while True:
        places = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        place = data.draw(st.sampled_from(places))
        deeper = holder[place]
        if not isinstance(deeper, dict | list) or not deeper or data.draw(st.booleans()):
            break
        holder = deeper
    holder[place] = data.draw(JSON)
    told(json.dumps(document).encode())


@settings(max_examples=25)
@given(
    st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode(errors="replace"))
)
def test_whatever_bytes_they_are_they_are_read_or_refused(content: bytes) -> None:
    told(content)
    told(CSV.encode() + content)
