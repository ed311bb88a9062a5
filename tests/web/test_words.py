from xml.etree import ElementTree

import pytest
from django.contrib.staticfiles import finders

from chaperone.web.navigation import ENTRIES
from chaperone.web.words import (
    ANSWERERS,
    AUTHORS,
    DELIVERY,
    REQUESTS,
    REVIEWS,
    URGENCY,
    VERDICTS,
    word_for,
)

VOCABULARIES = {
    "author": AUTHORS,
    "delivery": DELIVERY,
    "urgency": URGENCY,
    "answerer": ANSWERERS,
    "request": REQUESTS,
    "verdict": VERDICTS,
    "review": REVIEWS,
}


def shapes() -> set[str | None]:
    sprite = ElementTree.parse(finders.find("web/icons.svg"))
    return {symbol.get("id") for symbol in sprite.iter("{http://www.w3.org/2000/svg}symbol")}


def test_every_state_has_a_word_and_an_icon_of_its_own():
    for words in VOCABULARIES.values():
        assert len({word.text for word in words.values()}) == len(words)
        assert len({word.icon for word in words.values()}) == len(words)
        assert {word.icon for word in words.values()} <= shapes()


def test_every_entry_of_the_navigation_has_a_shape():
    assert {entry.icon for entry in ENTRIES} <= shapes()


def test_the_states_of_a_delivery_all_have_words():
    assert set(DELIVERY) == {
        "pending",
        "sending",
        "sent",
        "delivered",
        "failed",
        "withheld",
        "held",
        "unconfirmed",
    }


def test_what_did_not_arrive_is_marked():
    assert DELIVERY["failed"].tone == "danger"
    assert DELIVERY["withheld"].tone == "warning"


def test_a_state_without_a_word_is_shown_as_it_is():
    assert word_for("delivery", "lost_at_sea").text == "lost at sea"


def test_a_vocabulary_that_does_not_exist_is_a_mistake():
    with pytest.raises(KeyError):
        word_for("mood", "good")
