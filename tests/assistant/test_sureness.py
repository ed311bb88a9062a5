"""Whether the best entry may answer, by signs: each sign speaks for the side that it should."""

import pytest

from chaperone.assistant.asking import question_of
from chaperone.assistant.sureness import WEIGHTS, Signs, is_sure, signs_of

CLEAR = Signs(worded=-200, score=6, lead=1, strange=0, named=1, unknown=0, wordless=0)


def test_a_clear_question_is_answered_and_an_unclear_one_is_not() -> None:
    assert is_sure(CLEAR)
    assert not is_sure(CLEAR._replace(worded=300, score=2, lead=0))


@pytest.mark.parametrize("sign", ["worded", "unknown", "wordless"])
def test_what_speaks_for_a_person_weighs_more_than_nothing(sign: str) -> None:
    assert getattr(WEIGHTS, sign) > 0


@pytest.mark.parametrize("sign", ["score", "lead", "named"])
def test_what_speaks_for_the_library_weighs_less_than_nothing(sign: str) -> None:
    assert getattr(WEIGHTS, sign) < 0


def test_what_is_worded_for_a_person_is_answered_where_an_entry_fits_clearly() -> None:
    assert is_sure(CLEAR._replace(worded=20, score=9, lead=2))
    assert not is_sure(CLEAR._replace(worded=20, score=3, lead=0))


def test_the_signs_of_a_question() -> None:
    signs = signs_of(question_of("signs of celiac"), worded=5, unknown=1, scores=[4.0, 4.0, 1.5])
    assert signs == Signs(5, 4.0, 2.5, False, True, 1, False)
    assert signs_of(question_of("ok"), worded=5, unknown=0, scores=[]).lead == 0.0
