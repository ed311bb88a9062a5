"""Equal tokens find each other, within one element and one key only."""

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaperone.crypto.blind_index import blind_index
from chaperone.crypto.errors import UnsuitableKey, UnsuitableToken

KEY = bytes(range(32))
PHONE = "members.member.phone"

texts = st.text(st.characters(exclude_categories=["Cs"]))


def test_a_frozen_index_is_still_the_same() -> None:
    assert (
        blind_index(KEY, element=PHONE, token="+16175550123").hex()
        == "f9ea7bfaae0b3cb66b1463eed4cd91bb"
    )


@given(element=texts, token=texts)
def test_it_is_the_documented_hmac(element: str, token: str) -> None:
    first, second = element.encode(), token.encode()
    message = len(first).to_bytes(4, "big") + first + len(second).to_bytes(4, "big") + second
    expected = hmac.new(KEY, message, hashlib.sha256).digest()[:16]
    assert blind_index(KEY, element=element, token=token) == expected


@given(first=st.tuples(texts, texts), second=st.tuples(texts, texts))
def test_only_equal_tokens_of_one_element_match(
    first: tuple[str, str], second: tuple[str, str]
) -> None:
    indexes = [blind_index(KEY, element=e, token=t) for e, t in (first, second)]
    assert (indexes[0] == indexes[1]) == (first == second)


def test_letters_cannot_move_between_element_and_token() -> None:
    assert blind_index(KEY, element="ab", token="c") != blind_index(KEY, element="a", token="bc")


def test_another_key_gives_another_index() -> None:
    assert blind_index(KEY, element=PHONE, token="x") != blind_index(
        bytes(32), element=PHONE, token="x"
    )


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_key_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(UnsuitableKey):
        blind_index(bytes(length), element=PHONE, token="x")


def test_text_that_is_not_unicode_is_refused_without_quoting_it() -> None:
    with pytest.raises(UnsuitableToken) as refusal:
        blind_index(KEY, element=PHONE, token="+1617\ud800")
    assert "1617" not in str(refusal.value)
    assert refusal.value.__suppress_context__
