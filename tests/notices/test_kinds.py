"""A notice is a fixed sentence and a link: there is no place into which PHI could be put."""

import pytest

from chaperone.notices import kinds
from chaperone.notices.kinds import Kind, declare


@pytest.mark.parametrize("sentence", ["{name} needs you", "%s needs you", "100% sure"])
def test_a_sentence_with_a_place_is_refused(sentence: str) -> None:
    with pytest.raises(ValueError, match="fixed sentence"):
        declare(Kind("tests.place", "Subject", sentence, link=lambda _: "/"))


def test_a_name_is_given_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "_declared", {})
    kind = declare(Kind("tests.twice", "Subject", "A sentence.", link=lambda _: "/"))
    with pytest.raises(ValueError, match="twice"):
        declare(kind)
