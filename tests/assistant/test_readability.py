"""The Flesch-Kincaid grade, against sums done by hand, and syllables against a dictionary."""

import pytest

from chaperone.assistant.readability import grade, syllables

SPOKEN = {
    "take": 1, "helped": 1, "treated": 2, "needed": 2, "eyes": 1, "doses": 2, "changes": 2,
    "table": 2, "muscles": 2, "whole": 1, "diet": 2, "being": 2, "fluid": 2, "sometimes": 2,
    "lifestyle": 2, "serious": 3, "bacteria": 4, "anemia": 4, "insulin": 3, "medicine": 3,
    "diabetes": 4, "diagnose": 3, "vaccination": 4, "special": 2, "isn't": 2, "don't": 1,
    "area": 3, "carefully": 3, "asthma": 2, "the": 1, "create": 2, "usual": 3, "quiet": 2,
    "ate": 1, "A1C": 3, "DKA": 3, "HDL": 3, "911": 3, "5.7%": 4, "140/90": 5, "shh": 1,
}  # fmt: skip


@pytest.mark.parametrize("word", SPOKEN)
def test_syllables_are_those_of_a_dictionary(word: str) -> None:
    assert syllables(word) == SPOKEN[word]


def test_grade_of_a_sentence_done_by_hand() -> None:
    # 6 words, 1 sentence, 6 syllables: 0.39 * 6 + 11.8 * 1 - 15.59
    assert grade("The cat sat on the mat.") == pytest.approx(-1.45)
    # 7 words, 2 sentences, 12 syllables
    assert grade("Diabetes is serious. Check your sugar today!") == pytest.approx(
        0.39 * 7 / 2 + 11.8 * 14 / 7 - 15.59
    )


def test_a_known_word_counts_as_two_syllables_and_a_shorter_one_as_it_is() -> None:
    told = grade("Diabetes is here.", frozenset({"diabetes", "is"}))
    assert told == pytest.approx(0.39 * 3 + 11.8 * 4 / 3 - 15.59)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Below 5.7% is normal.", 1),
        ("Is it? Yes. No", 3),
        ('He said "go." Then he left.', 2),
        ("One line\nand one more", 2),
        ("Wait... what?", 2),
    ],
)
def test_sentences_end_where_a_reader_pauses(text: str, sentences: int) -> None:
    words = text.replace("...", "").split()
    spoken = sum(syllables(word.strip('.?"')) for word in words)
    expected = 0.39 * len(words) / sentences + 11.8 * spoken / len(words) - 15.59
    assert grade(text) == pytest.approx(expected)


@pytest.mark.parametrize("text", ["", " ", "?!"])
def test_no_word_no_grade(text: str) -> None:
    with pytest.raises(ValueError, match="no word"):
        grade(text)
