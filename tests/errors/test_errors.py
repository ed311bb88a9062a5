"""What people read of an error."""

from chaperone.errors import Sentence, SentenceAbout


class Closed(Sentence):
    """This is closed. Open it
    first."""


class Missing(SentenceAbout):
    """This file is
    missing."""


def test_the_docstring_is_the_sentence_on_one_line():
    assert str(Closed()) == "This is closed. Open it first."
    assert str(Missing()) == "This file is missing."


def test_a_sentence_that_is_given_stands_instead():
    assert str(Closed("It waits for somebody else.")) == "It waits for somebody else."


def test_what_it_is_about_comes_after():
    assert str(Missing("(/data/log.key)")) == "This file is missing. (/data/log.key)"
