"""Reports say the same in each form, and fit what others expect of them."""

import json
import re
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from chaperone.evidence.packages.as_html import as_html
from chaperone.evidence.packages.as_json import as_json
from chaperone.evidence.packages.oscal import OSCAL, as_oscal, token_of
from chaperone.evidence.packages.proposed import proposed_files
from chaperone.evidence.packages.whole import digest_of, report_files
from chaperone.standards.catalogue import all_standards
from chaperone.standards.proposed import all_proposed
from tests.documents.accessible import faults
from tests.evidence.oscal.checking import SCHEMA, problems
from tests.evidence.oscal.following import loose_ends
from tests.evidence.scenes import a_report

KEYS = {
    "citation",
    "standard",
    "specification",
    "level",
    "in_force",
    "status",
    "figures",
    "ledger",
    "collected_at",
}


class TestJson:
    def test_it_has_one_object_a_standard_with_the_keys_of_the_contract(self):
        rows = json.loads(as_json(a_report()))

        assert [row["citation"] for row in rows] == [each.citation for each in all_standards()]
        assert all(set(row) == KEYS for row in rows)
        assert rows[0]["figures"][1] == {"label": "Oldest", "value": 3.5, "unit": "days"}
        assert rows[0]["collected_at"] == "2026-11-26T09:30:12.345678+00:00"

    def test_what_was_not_computed_is_not_evaluated(self):
        rows = json.loads(as_json(a_report(computed=False)))

        assert {row["status"] for row in rows} == {"not_evaluated"}
        assert {row["collected_at"] for row in rows} == {None}


class TestOscal:
    @pytest.mark.parametrize("computed", [True, False])
    def test_it_fits_the_schema_of_nist(self, computed):
        assert problems(json.loads(as_oscal(a_report(computed=computed)))) == []

    @pytest.mark.parametrize(
        ("path", "value", "problem"),
        [
            (["metadata", "oscal-version"], None, "lacks oscal-version"),
            (["uuid"], "0198a000-0000-7000-8000-000000000001", "does not fit"),
            (["metadata", "last-modified"], "yesterday", "does not fit"),
            (["results"], [], "fewer than 1"),
            (["results", 0, "findings", 0, "target", "status", "state"], "fine", "not one of"),
            (["results", 0, "surprise"], 1, "has surprise"),
        ],
    )
    def test_the_check_finds_what_is_wrong(self, path, value, problem):
        whole = json.loads(as_oscal(a_report()))
        place = whole["assessment-results"]
        for step in path[:-1]:
            place = place[step]
        if value is None:
            del place[path[-1]]
        else:
            place[path[-1]] = value

        assert any(problem in each for each in problems(whole))

    def test_every_standard_has_a_token_of_its_own(self):
        tokens = {token_of(each.citation) for each in all_standards()}

        assert len(tokens) == len(all_standards())
        assert token_of("164.312(a)(2)(iv)") == "hipaa-164.312-a-2-iv"

    def test_only_what_is_met_or_does_not_apply_is_satisfied(self):
        whole = json.loads(as_oscal(a_report()))["assessment-results"]["results"][0]
        status_of = {each["uuid"]: each["props"][0]["value"] for each in whole["observations"]}
        satisfied = {
            status_of[each["related-observations"][0]["observation-uuid"]]
            for each in whole["findings"]
            if each["target"]["status"]["state"] == "satisfied"
        }

        assert satisfied == {"met", "not_applicable"}
        assert len(whole["observations"]) - len(whole["findings"]) == sum(
            status == "not_evaluated" for status in status_of.values()
        )

    def test_the_schema_is_the_one_of_assessment_results_and_of_the_release_that_is_named(self):
        whole = json.loads(as_oscal(a_report()))["assessment-results"]

        assert SCHEMA["$id"] == f"http://csrc.nist.gov/ns/oscal/{OSCAL}/oscal-ar-schema.json"
        assert whole["metadata"]["oscal-version"] == OSCAL

    @pytest.mark.parametrize("computed", [True, False])
    def test_what_it_refers_to_is_there_and_every_time_is_in_utc(self, computed):
        assert loose_ends(json.loads(as_oscal(a_report(computed=computed)))) == []

    @pytest.mark.parametrize(
        ("path", "value", "problem"),
        [
            (["import-ap", "href"], "#0198a000-0000-5000-8000-000000000001", "is nowhere"),
            (["import-ap", "href"], "plan.json", "is nowhere"),
            (["results", 0, "observations", 0, "uuid"], None, "two have"),
            (
                ["results", 0, "findings", 0, "related-observations", 0, "observation-uuid"],
                "0198a000-0000-5000-8000-000000000001",
                "no observation",
            ),
            (["results", 0, "findings", 0, "related-observations"], [], "rests on nothing"),
            (["results", 0, "findings", 0, "target", "target-id"], "hipaa-1", "was not reviewed"),
            (["results", 0, "findings", 1, "target", "target-id"], "", "two findings"),
            (["results", 0, "start"], "2026-11-26T04:30:12-05:00", "not in UTC"),
            (["results", 0, "start"], "2027-11-26T04:30:12+00:00", "ends before"),
            (
                ["results", 0, "observations", 0, "collected"],
                "2025-01-01T00:00:00+00:00",
                "outside",
            ),
        ],
    )
    def test_a_loose_end_is_found(self, path, value, problem):
        whole = json.loads(as_oscal(a_report()))
        root = whole["assessment-results"]
        place = root
        for step in path[:-1]:
            place = place[step]
        if problem == "two have":
            value = root["uuid"]
        if problem == "two findings":
            value = root["results"][0]["findings"][0]["target"]["target-id"]
        place[path[-1]] = value

        assert any(problem in each for each in loose_ends(whole))


class TestPage:
    def test_it_is_whole_and_nothing_in_it_is_read_as_markup(self):
        page = as_html(a_report()).decode()

        assert "lack a second factor" in page
        assert "<b> lack" not in page
        assert "Lakeside &amp; Sons" in page
        assert not re.search(r"<script|src=|href=", page)
        parser = _Balanced()
        parser.feed(page)
        assert parser.open == []


class TestProposed:
    def test_it_is_in_files_of_its_own_and_only_where_asked_for(self):
        plain = report_files(a_report())
        more = report_files(a_report(), proposed=True)

        assert set(more) - set(plain) == {"proposed.html", "proposed.json", "proposed.pdf"}
        assert {name: more[name] for name in ("report.json", "index.html")} == {
            name: plain[name] for name in ("report.json", "index.html")
        }
        assert b"proposed" not in plain["verify.md"]
        assert b"proposed.json" in more["verify.md"]

    def test_each_says_that_it_is_not_in_force(self):
        files = proposed_files(a_report())
        rows = json.loads(files["proposed.json"])

        assert [row["paragraph"] for row in rows] == [each.paragraph for each in all_proposed()]
        assert {row["in_force"] for row in rows} == {False}
        assert {row["level"] for row in rows} == {"proposed"}
        assert faults(files["proposed.pdf"]) == []
        page = files["proposed.html"].decode()
        assert "Proposed, not in force." in page
        assert page.count("Proposed · 45 CFR") == len(rows)
        assert "Lakeside &amp; Sons" in page


def test_every_file_is_bound_by_its_hash():
    files = report_files(a_report())

    assert set(files) >= {"report.json", "index.html", "report.pdf", "verify.md"}
    listed = dict(line.split("  ")[::-1] for line in files["SHA256SUMS"].decode().splitlines())
    assert listed == {
        name: sha256(content).hexdigest() for name, content in files.items() if name != "SHA256SUMS"
    }
    assert digest_of(files) == sha256(files["SHA256SUMS"]).hexdigest()
    assert faults(files["report.pdf"]) == []


class _Balanced(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
