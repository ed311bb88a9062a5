from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shamir_mnemonic.share import Share
from shamir_mnemonic.wordlist import WORDLIST

from chaperone.continuity.escrow import shares
from chaperone.continuity.escrow.errors import (
    EscrowError,
    ShareMistyped,
    SharesDisagree,
    SharesMixed,
    TooFewShares,
)

SECRET = bytes(range(66))
FIRST, SECOND, THIRD = shares.split(SECRET)
secrets = st.integers(8, 64).flatmap(lambda half: st.binary(min_size=2 * half, max_size=2 * half))


@settings(max_examples=8)
@given(secrets)
def test_any_two_of_three_give_the_secret_back(secret):
    printed = shares.split(secret)
    for pair in combinations(printed, 2):
        assert shares.join(pair) == secret
    assert shares.join(printed) == secret


@pytest.mark.parametrize("length", [0, 2, 14, 15, 17])
def test_a_secret_of_another_length_is_refused(length):
    with pytest.raises(ValueError, match="16 bytes or more"):
        shares.split(bytes(length))


def test_a_secret_of_two_keys_takes_sixty_words():
    assert {len(share.split()) for share in (FIRST, SECOND, THIRD)} == {60}


def test_words_may_be_shortened_numbered_and_in_capitals():
    words = [f"{place}. {word[:4].upper()}" for place, word in enumerate(SECOND.split(), start=1)]
    assert shares.join([f"# Share 2\n{' '.join(words)}\n", FIRST]) == SECRET


@pytest.mark.parametrize("few", [[], [FIRST], [FIRST, FIRST], [FIRST, FIRST.upper(), FIRST]])
def test_too_few_shares(few):
    with pytest.raises(TooFewShares):
        shares.join(few)


def test_shares_of_two_sets_are_not_mixed():
    other, *_ = shares.split(SECRET)
    with pytest.raises(SharesMixed):
        shares.join([FIRST, other])
    with pytest.raises(SharesMixed):
        shares.join([FIRST, SECOND, other])
    assert shares.set_of(FIRST) == shares.set_of(THIRD) != shares.set_of(other)


def test_a_share_that_was_made_up_is_found():
    """Somebody who knows the set can make a share with a right checksum; not one that fits."""
    real = Share.from_mnemonic(THIRD)
    forged = replace(real, value=bytes(len(real.value))).mnemonic()
    for made_up in ([FIRST, forged], [THIRD, forged], [FIRST, SECOND, forged]):
        with pytest.raises(SharesDisagree):
            shares.join(made_up)


@settings(max_examples=60)
@given(st.integers(0, 59), st.integers(1, 1023))
def test_one_wrong_word_is_always_found_and_never_quoted(place, step):
    words = FIRST.split()
    wrong = WORDLIST[(WORDLIST.index(words[place]) + step) % len(WORDLIST)]
    words[place] = wrong
    with pytest.raises(ShareMistyped) as caught:
        shares.join([" ".join(words), SECOND])
    assert wrong not in str(caught.value).split()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "aca",
        "academic",
        "rubbish " * 60,
        " ".join(["academic"] * 60),
        FIRST + " academic",
        "\x00",
        "acadx",
    ],
)
def test_what_is_no_share_is_said(text):
    with pytest.raises(ShareMistyped):
        shares.join([text, SECOND])


@given(st.lists(st.text(max_size=400), max_size=4))
def test_noise_raises_nothing_else(texts):
    with pytest.raises(EscrowError):
        shares.join(texts)


def test_a_share_may_be_given_as_a_file(tmp_path):
    file = tmp_path / "share-1.txt"
    file.write_text(FIRST)
    assert shares.given(str(file)) == FIRST
    assert shares.given(FIRST) == FIRST
    file.write_bytes(b"\xff\xfe\x00")
    for path in (file, tmp_path / "none", tmp_path):
        with pytest.raises(ShareMistyped, match="no such file") as caught:
            shares.given(str(path))
        assert str(path) not in str(caught.value)
