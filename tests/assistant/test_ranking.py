"""The ranking, over a library of three entries."""

from collections import Counter

from chaperone.assistant.asking import heading_of, question_of
from chaperone.assistant.ranking import Entry, Ranking


def entry(*headings: str, answer: str = "", diabetes: bool = False) -> Entry:
    heard = [heading_of(heading) for heading in headings]
    return Entry(
        heard,
        Counter(heading_of(answer).words),
        frozenset().union(*(each.subjects for each in heard)),
        frozenset().union(*(each.kinds for each in heard)),
        diabetes,
    )


RANKING = Ranking(
    [
        entry("What causes celiac disease?", answer="Genes and gluten."),
        entry("What are the symptoms of celiac disease?", "tummy trouble after bread"),
        entry("What is a stroke?", answer="Blood to the brain is cut off."),
    ]
)


def places(text: str, limit: int = 3) -> list[int]:
    return [best.place for best in RANKING.best(question_of(text), limit=limit)]


def test_subject_and_kind_decide() -> None:
    assert places("why do people get celiac")[:2] == [0, 1]
    assert places("signs of celiac")[:2] == [1, 0]


def test_any_heading_of_an_entry_finds_it() -> None:
    assert places("tummy trouble from bread")[0] == 1


def test_words_of_the_answer_find_it() -> None:
    assert places("brain")[0] == 2


def test_a_heading_word_for_word_is_like_itself() -> None:
    best = RANKING.best(heading_of("What is a stroke?"), limit=1)[0]
    assert (best.place, round(best.likeness, 6)) == (2, 1.0)


def test_no_more_than_asked_for_and_best_first() -> None:
    found = RANKING.best(question_of("celiac stroke"), limit=2)
    assert len(found) == 2
    assert found[0].score >= found[1].score


def test_nothing_in_common_has_no_likeness() -> None:
    assert all(best.likeness == 0 for best in RANKING.best(heading_of("zzz"), limit=3))


def test_an_empty_library_finds_nothing() -> None:
    assert Ranking([]).best(question_of("what is a stroke"), limit=3) == []
