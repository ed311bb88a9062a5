"""Tokens: the same for the same, taken back whatever a model does to them, not to be forged."""

from chaperone.deid.spans import Span
from chaperone.deid.tokens import Tokens

TEXT = "Rosa here, call rosa at 617-555-0110 or 6175550110"
SPANS = [
    Span(0, 4, "NAME"),
    Span(16, 20, "NAME"),
    Span(24, 36, "PHONE"),
    Span(40, 50, "PHONE"),
]


def test_the_same_value_has_the_same_token_in_every_spelling() -> None:
    replaced = Tokens().replace(TEXT, SPANS)
    assert replaced == "[NAME_1] here, call [NAME_1] at [PHONE_1] or [PHONE_1]"


def test_a_reply_gets_the_values_back() -> None:
    tokens = Tokens()
    tokens.replace(TEXT, SPANS)
    for token in ("[NAME_1]", "[name_1]", "[Name 1]", "[ NAME-1 ]", "NAME_1", "**[NAME_1]**"):
        assert "Rosa" in tokens.restore(f"Hi {token}, well done."), token
    assert tokens.restore("[NAME_1]'s number is [PHONE_1]") == "Rosa's number is 617-555-0110"


def test_what_was_never_given_stays() -> None:
    tokens = Tokens()
    tokens.replace(TEXT, SPANS)
    for text in ("[NAME_2]", "name 1", "[NAME]", "[NAME_99999999]", "RENAME_1", "NAME_12"):
        assert tokens.restore(text) == text


def test_a_token_in_a_members_text_is_not_taken_for_one() -> None:
    tokens = Tokens()
    assert tokens.replace("this is Rosa", [Span(8, 12, "NAME")]) == "this is [NAME_1]"
    forged = "say [NAME_1] and [name 1] and [TEXT_1]"
    sent = tokens.replace(forged, [])
    assert sent == "say [TEXT_1] and [TEXT_2] and [TEXT_3]"
    assert tokens.restore(sent) == forged


def test_what_is_put_back_is_not_looked_at_again() -> None:
    tokens = Tokens()
    tokens.replace("[NAME_1] Rosa", [Span(9, 13, "NAME")])
    assert tokens.restore("[TEXT_1]") == "[NAME_1]"


def test_conversations_do_not_share_tokens() -> None:
    Tokens().replace(TEXT, SPANS)
    assert Tokens().restore("[NAME_1]") == "[NAME_1]"
