"""Finding texts by shared terms."""

from hypothesis import given
from hypothesis import strategies as st

from chaperone.assistant.bm25 import Index, rarity

TEXTS = st.lists(st.dictionaries(st.sampled_from("abcde"), st.integers(1, 9)), max_size=8)


def test_what_is_rare_counts_more() -> None:
    assert rarity(100, 1) > rarity(100, 50) > 0
    index = Index([{"a": 1, "b": 1}, {"a": 1, "c": 1}], b=0.5)
    assert index.scores(["b"])[0] > index.scores(["a"])[0]


def test_a_longer_text_counts_less() -> None:
    scores = Index([{"a": 1}, {"a": 1, "b": 9}], b=0.75).scores(["a"])
    assert scores[0] > scores[1]


@given(TEXTS, st.lists(st.sampled_from("abcdefg")))
def test_only_texts_with_a_term_are_found(texts: list[dict[str, int]], terms: list[str]) -> None:
    found = Index(texts, b=0.75).scores(terms)
    assert found.keys() == {i for i, text in enumerate(texts) if text.keys() & set(terms)}
    assert all(score > 0 for score in found.values())
