"""Policies' texts: what becomes of their markup, and where the claims stand."""

from contextlib import suppress

import pytest
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st

from chaperone.policies.errors import WrongClaim
from chaperone.policies.markup import Claim, as_html, claims_of, first_paragraph

LINE = '[enforced](sessions.idle_logoff "15 minutes")'


def shown(claim: Claim) -> str:
    return f"<aside>{escape(claim.name)}: {escape(claim.value)}</aside>\n"


ASIDE = shown(Claim("sessions.idle_logoff", "15 minutes")).strip()


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (f"Text.\n{LINE}\n", f"<p>Text.</p>\n{ASIDE}\n"),
        (f"Text.\n\n{LINE}\n\nMore.\n", f"<p>Text.</p>\n{ASIDE}\n<p>More.</p>\n"),
        (f"{LINE}\nText.\n", f"<p>Text.</p>\n{ASIDE}\n"),
        (f"{LINE}\n{LINE}\n", f"{ASIDE}\n{ASIDE}\n"),
        (f"- one\n  {LINE}\n- two\n", f"<ul>\n<li>one{ASIDE}\n</li>\n<li>two</li>\n</ul>\n"),
    ],
    ids=["next line", "own paragraph", "before", "two alone", "list item"],
)
def test_a_claim_stands_after_what_it_is_about(text: str, html: str) -> None:
    assert as_html(text, shown) == html
    assert "enforced" not in as_html(text)


def test_claims_in_order() -> None:
    text = f'One.\n{LINE}\n\n- two\n  [enforced](ledger.kept "6 years")\n'
    assert claims_of(text) == [
        Claim("sessions.idle_logoff", "15 minutes"),
        Claim("ledger.kept", "6 years"),
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        "[enforced](sessions.idle_logoff)",
        '[enforced](Idle "15 minutes")',
        '[enforced](https://example.com/ "15 minutes")',
        '[enforced](sessions.idle_logoff "15 minutes)',
        "[enforced]",
        f'[enforced](sessions.idle_logoff "{"x" * 201}")',
    ],
)
def test_a_claim_that_is_written_wrongly_is_refused(wrong: str) -> None:
    with pytest.raises(WrongClaim, match=r"Write such a line as|without the value"):
        claims_of(f"Text.\n{wrong}\n")


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("<script>alert(1)</script>", "<script"),
        ("[x](javascript:alert(1))", "href"),
        ("![x](https://elsewhere.example/x.png)", "<img"),
        ('Text <b onclick="x">', "<b"),
        ("# Title\n", "<h1"),
    ],
)
def test_no_markup_of_an_author_becomes_html_of_the_page(text: str, never: str) -> None:
    assert never not in as_html(text)


@given(st.text(alphabet=st.sampled_from('#*->[]()"`_ \n!<e&1.:nforced|'), max_size=80))
def test_any_text_is_shown_or_refused_with_a_sentence(text: str) -> None:
    with suppress(WrongClaim):
        html = as_html(text, shown)
        assert "<script" not in html
        assert html.count("<p>") == html.count("</p>")
        assert first_paragraph(text) is not None


@given(st.lists(st.sampled_from(["Text.", "- item", "> quote", "## Head", LINE]), max_size=8))
def test_no_claim_is_lost_and_tags_close(lines: list[str]) -> None:
    for joint in ("\n", "\n\n"):
        text = joint.join(lines)
        html = as_html(text, shown)
        assert html.count("<aside>") == len(claims_of(text))
        for tag in ("p", "li", "ul", "blockquote", "h2"):
            assert html.count(f"<{tag}>") == html.count(f"</{tag}>")
