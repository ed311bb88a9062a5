"""Every claim of the starter texts is registered, and true of the demo as it runs.

45 CFR 164.316(a): what a policy says and what the system does must not drift apart unseen.
"""

import re
from collections.abc import Iterator

import pytest
from django.urls import reverse

from chaperone.policies.markup import Claim, claims_of
from chaperone.policies.registry import enforcement
from chaperone.policies.starters import Starter, all_starters
from chaperone.web.enforcement.registering import CLAIMS
from tests.cast import samuel

SET_BY_THE_DEMO = {"assistant.sends", "drills.came_back"}
"""No drill has run before the first backup is a day old: until then the page shows a difference.

The demo lets unreviewed answers go out, so that its assistant says something. A real
installation does not, until its clinicians have approved some: so the page shows a difference."""
_CLAIM = re.compile(r'\[enforced\]\((?P<name>\S+) "(?P<value>[^"]+)"\)')
_NUMBER = re.compile(r"\d[\d,.]*\d|\d")


def _every_claim() -> Iterator[tuple[Starter, Claim]]:
    for starter in all_starters():
        for claim in claims_of(starter.text):
            yield starter, claim


def test_the_texts_lean_on_many_things() -> None:
    assert len({claim.name for _, claim in _every_claim()}) >= 70


def test_every_name_is_registered_and_every_registered_name_is_used() -> None:
    used = {claim.name for _, claim in _every_claim()}
    assert used == {claim.name for claim in CLAIMS}
    assert all(enforcement(name) for name in used)


def test_every_claim_leads_to_a_page() -> None:
    for claim in CLAIMS:
        assert reverse(claim.route), claim.name


def test_texts_agree_with_each_other() -> None:
    """A name is claimed with the same value wherever it stands."""
    values: dict[str, set[str]] = {}
    for _, claim in _every_claim():
        values.setdefault(claim.name, set()).add(claim.value)
    assert {name: found for name, found in values.items() if len(found) > 1} == {}


def test_the_sentence_before_a_claim_says_the_same_number() -> None:
    """Who reads only the sentence, or prints it, must not read another value."""
    for starter in all_starters():
        parts = _CLAIM.split(starter.text)
        for before, name, value in zip(parts[::3], parts[1::3], parts[2::3], strict=False):
            sentence = before.strip().rpartition("\n\n")[2]
            for number in _NUMBER.findall(value):
                assert re.search(rf"(?<![\d.]){re.escape(number)}(?!\d)", sentence), (
                    f"{starter.slug}: {name} claims {value}, its sentence says: {sentence}"
                )


@pytest.mark.django_db(databases=["default", "apart"])
def test_every_claim_is_true_of_the_demo() -> None:
    with samuel.acting() as officer:
        live = {claim.name: claim.shows(officer) for claim in CLAIMS}
    wrong = {
        (starter.slug, claim.name): (claim.value, live[claim.name])
        for starter, claim in _every_claim()
        if claim.value != live[claim.name] and claim.name not in SET_BY_THE_DEMO
    }
    assert wrong == {}
