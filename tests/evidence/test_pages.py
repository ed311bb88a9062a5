"""Pages of standards: what they say, to whom, and with how many questions to the database."""

import re

import pytest

from chaperone.evidence.freezing.queries import latest_collection
from chaperone.standards.catalogue import all_standards
from chaperone.standards.proposed import all_proposed
from tests.cast import ines, maria, samuel
from tests.evidence.asking import CITATION, get, post, text, url
from tests.risks.cast import auditor, officer
from tests.web.administration.asking import queries

pytestmark = pytest.mark.django_db(databases=["default", "apart"])


class TestNothingComputed:
    def test_the_page_teaches_the_next_step(self):
        page = text(get(officer, "standards"))

        assert "Nothing was computed yet." in page
        assert "Compute everything now" in page
        assert page.count("Not computed yet.") == len(all_standards())

    def test_collecting_is_asked_for_once(self):
        assert post(officer, "collect").status_code == 302
        page = text(get(officer, "standards"))
        assert "Every standard is computed now" in page
        assert "Compute everything now" not in page
        post(officer, "collect")
        with officer.acting() as actor:
            found = latest_collection(actor)
        answer = officer.client().get(url("collecting"), secure=True).json()
        assert answer == {"version": f"{found.id} waiting"}

    def test_an_auditor_reads_and_changes_nothing(self):
        assert get(auditor, "standards").status_code == 200
        assert "Compute everything now" not in text(get(auditor, "standards"))
        assert post(auditor, "collect").status_code == 404
        assert get(maria, "standards").status_code == 404


def test_one_standard_shows_the_rule_and_what_answers_it_elsewhere():
    page = text(get(ines, "standard", citation="164.312(a)(2)(iv)"))

    assert "Encryption and decryption" in page
    assert "SC-28" in page or "SC-13" in page
    assert "NIST SP 800-66" in page


class TestTheSwitch:
    def test_what_is_proposed_is_a_page_of_its_own_and_counts_in_no_figure(self):
        before = text(get(officer, "standards"))
        page = text(get(officer, "proposed"))

        assert "Proposed, not in force." in page
        assert page.count("Proposed · 45 CFR") == len(all_proposed())
        assert before.count("Not computed yet.") == len(all_standards())
        assert "Proposed · 45 CFR" not in before

    def test_each_page_leads_to_the_other_and_says_which_it_is(self):
        for here, other in (("standards", "proposed"), ("proposed", "standards")):
            page = get(auditor, here).content.decode()
            assert re.search(rf'href="{url(here)}"\s+aria-current="page"', page)
            assert f'href="{url(other)}"' in page

    def test_who_may_not_read_finds_nothing(self):
        assert get(maria, "proposed").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/evidence/standards/x/",
        "/evidence/standards/164.308(a)%00/",
        "/evidence/packages/1/evidence.zip",
    ],
)
def test_addresses_of_nothing(address):
    assert samuel.client().get(address, secure=True).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"sample": "-1"},
        {"sample": "501"},
        {"sample": "x"},
        {"sample": "5"},
        {"sample": "5", "since": "2026-11-02", "until": "2026-11-01", "approval": "x"},
        {"whole": "on"},
        {"whole": "on", "sample": "1"},
        {"seed": "x" * 65},
        {"seed": "a\x00"},
        {"sample": ["1", "2"]},
    ],
)
def test_a_package_that_was_asked_for_wrongly(wrong):
    assert post(samuel, "packages", wrong).status_code == 400
    assert "None was made yet." in text(get(samuel, "packages"))


def test_how_many_questions_the_pages_ask():
    client = samuel.client()
    counts = {
        name: queries(client, url(name, **arguments))
        for name, arguments in (
            ("standards", {}),
            ("proposed", {}),
            ("standard", {"citation": CITATION}),
            ("packages", {}),
            ("auditors", {}),
        )
    }

    assert counts == {
        "standards": 13,
        "proposed": 8,
        "standard": 14,
        "packages": 9,
        "auditors": 11,
    }
