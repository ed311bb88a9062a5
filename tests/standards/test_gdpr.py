"""What answers the GDPR as well does so for a reason that somebody can read."""

import re

import pytest

from chaperone.standards.catalogue import find
from chaperone.standards.gdpr import Same, all_same, articles_of, citations_of

_ARTICLE = re.compile(r"Art\. [1-9][0-9]?(\([1-9][0-9]?\))?(\([a-f]\))?")


@pytest.mark.parametrize("same", all_same(), ids=lambda each: f"{each.citation} {each.article}")
def test_each_line_names_a_standard_an_article_and_why(same: Same):
    assert find(same.citation)
    assert _ARTICLE.fullmatch(same.article)
    assert same.reason.endswith(".")
    assert len(same.reason) > 20


def test_no_pair_stands_twice():
    pairs = [(each.citation, each.article) for each in all_same()]
    assert len(pairs) == len(set(pairs))


def test_a_standard_knows_its_articles():
    assert [each.article for each in articles_of("164.312(a)(2)(iv)")] == ["Art. 32(1)(a)"]
    assert articles_of("164.310(a)(2)(iv)") == ()


def test_an_article_knows_what_answers_it_and_its_parts():
    encryption = {each.citation for each in citations_of("Art. 32(1)(a)")}
    assert encryption == {"164.312(a)(2)(iv)", "164.312(e)(2)(ii)"}
    assert encryption < {each.citation for each in citations_of("Art. 32")}
    # Art. 3 is no part of Art. 32.
    assert citations_of("Art. 3") == ()


def test_a_breach_is_mapped_to_the_authority_and_to_the_people():
    assert {each.article for each in articles_of("164.408(a)")} == {"Art. 33(1)"}
    assert {each.article for each in articles_of("164.404(a)")} == {"Art. 34(1)"}
    assert {each.article for each in articles_of("164.410(a)")} == {"Art. 33(2)"}
