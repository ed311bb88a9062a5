"""Replies made of a passage's own sentences."""

import re

import pytest

from chaperone.assistant.library import passages
from chaperone.assistant.passages import SEGMENTS, reply_from
from chaperone.sms.segments import count

LIBRARY = list(passages())
_WORD = re.compile("[A-Za-z0-9]+")


@pytest.mark.parametrize("words", [[], ["symptoms", "diabetes"], ["zzzzz"]], ids=str)
def test_every_passage_makes_a_reply_that_fits_and_names_its_source(words: list[str]) -> None:
    for row in LIBRARY:
        reply = reply_from(row["answer"], row["source"], words)
        said, _, credit = reply.rpartition("\n")
        assert said
        assert credit.startswith("Source: ")
        found = count(reply)
        assert (found.encoding, found.segments <= SEGMENTS) == ("GSM-7", True), row["id"]


def test_nothing_is_said_that_the_passage_does_not_say() -> None:
    for row in LIBRARY:
        reply = reply_from(row["answer"], row["source"], row["question"].lower().split())
        said = _WORD.findall(reply.rpartition("\n")[0].removesuffix("..."))
        entry = _WORD.findall(row["answer"].replace("°", "degrees "))
        assert _follow_each_other(said, entry), row["id"]


def _follow_each_other(said: list[str], entry: list[str]) -> bool:
    """Whether the words stand in the entry one after another, none left out."""
    return f" {' '.join(said)} " in f" {' '.join(entry)} "


def test_whole_sentences_first() -> None:
    reply = reply_from("One thing is so. " + "Another is not. " * 60, "NIH NIDDK", [])
    assert reply.startswith("One thing is so. Another is not.")
    assert reply.endswith("Another is not.\nSource: NIH (NIDDK)")


def test_begins_where_the_words_are() -> None:
    answer = "Carbs are sugars. " + "Filler goes here. " * 9 + "Warfarin thins blood and clots."
    reply = reply_from(answer, "CDC", ["warfarin", "clots", "blood"])
    assert reply == "Warfarin thins blood and clots.\nSource: CDC"


def test_does_not_begin_with_a_sentence_that_leans_on_the_one_before() -> None:
    answer = "Salt raises pressure. This warfarin blood clots thing matters."
    assert reply_from(answer, "CDC", ["warfarin", "blood", "clots"]).startswith("Salt")


def test_a_list_is_set_behind_its_line() -> None:
    reply = reply_from("Signs may include:\nFever\nCough\n\nSome people faint.", "CDC", [])
    assert reply == "Signs may include: Fever, Cough. Some people faint.\nSource: CDC"


def test_one_endless_sentence_is_cut_and_marked() -> None:
    reply = reply_from("word " * 400, "CDC", [])
    assert reply.endswith("...\nSource: CDC")
    assert count(reply).segments <= SEGMENTS


def test_the_credit_line_of_the_page_is_left_out() -> None:
    answer = "Eat well.\n\nNIH: National Institute of Diabetes and Digestive and Kidney Diseases"
    assert reply_from(answer, "NLM MedlinePlus", []) == "Eat well.\nSource: MedlinePlus"
