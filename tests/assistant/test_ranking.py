"""The ranking, over a library of four entries of which two answer the same question."""

from collections import Counter

from chaperone.assistant.asking import heading_of, question_of
from chaperone.assistant.ranking import TERMS, Entry, Fit, Ranking, terms_of
from training.answers import declining


def entry(subject: str, side: str, *headings: str, answer: str = "") -> Entry:
    return Entry(
        [heading_of(heading) for heading in headings],
        frozenset(subject.split()),
        Counter(heading_of(answer).words),
        frozenset({side}),
        frozenset({side}),
    )


ENTRIES = [
    entry("celiac", "causes", "What causes celiac disease?", answer="Genes and gluten."),
    entry("celiac", "symptoms", "What are the symptoms of celiac disease?", "tummy after bread"),
    entry("stroke", "definition", "What is a stroke?", answer="Blood to the brain is cut off."),
    entry("celiac", "causes", "Why do people get celiac?", "gluten and the bowel why"),
]
RANKING = Ranking(ENTRIES, [[0, 3], [1], [2]])


def places(text: str, limit: int = 3) -> list[int]:
    return [best.entries[0] for best in RANKING.best(question_of(text), limit=limit)]


def test_the_side_of_a_topic_decides() -> None:
    assert places("signs of celiac")[0] == 1
    assert set(RANKING.best(question_of("what causes celiac"), limit=1)[0].entries) == {0, 3}


def test_any_heading_of_an_entry_finds_it() -> None:
    assert places("tummy trouble from bread")[0] == 1


def test_words_of_the_answer_find_it() -> None:
    assert places("brain")[0] == 2


def test_headings_of_one_entry_count_for_the_others_of_its_pool() -> None:
    best = RANKING.best(question_of("why does gluten hurt the bowel"), limit=1)[0]
    assert best.entries == (3, 0)


def test_a_heading_word_for_word_is_like_itself() -> None:
    best = RANKING.best(heading_of("What is a stroke?"), limit=1)[0]
    assert (best.entries, round(best.likeness, 6)) == ((2,), 1.0)


def test_no_more_than_asked_for_and_best_first() -> None:
    found = RANKING.best(question_of("celiac stroke"), limit=2)
    assert len(found) == 2
    assert found[0].score >= found[1].score >= 0


def test_nothing_in_common_is_not_found() -> None:
    assert RANKING.best(heading_of("zzz"), limit=3) == []


def test_an_empty_library_finds_nothing() -> None:
    assert Ranking([], []).best(question_of("what is a stroke"), limit=3) == []


def test_every_product_of_two_measures_counts_once() -> None:
    values = dict(zip(TERMS, terms_of(Fit(2, 3, 5, 7, 11, 13, 17, 19, 23)), strict=True))
    assert values["best"] == 2
    assert values["best best"] == 4
    assert values["three side"] == 57
    assert len(values) == len(set(values.values()))


def test_the_weights_are_those_of_the_wordings() -> None:
    lines = (declining.LIBRARY / "ranking.txt").read_text().splitlines()
    assert lines[0] == f"# made by `make train` from {declining.fingerprint()}"
    assert tuple(line.split("\t")[0] for line in lines[1:]) == TERMS
