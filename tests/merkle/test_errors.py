import inspect

import pytest

from chaperone.merkle import errors

ALL = [
    error
    for _, error in inspect.getmembers(errors, inspect.isclass)
    if issubclass(error, Exception)
]


@pytest.mark.parametrize("error", ALL)
def test_every_error_has_the_rooms_root_and_a_sentence(error: type[Exception]) -> None:
    assert issubclass(error, errors.MerkleError)
    assert error.__doc__
    assert error.__doc__.split("\n")[0].endswith(".")


def test_the_sentence_is_the_message_and_the_argument_its_detail() -> None:
    assert str(errors.MalformedHash()) == "A hash must be exactly 32 bytes."
    assert str(errors.WrongRoot("(old)")) == "The proof leads to another root. (old)"


def test_a_bad_place_without_an_index_is_a_whole_file() -> None:
    place = errors.BadPlace("tile/0/000", expected="a file", found="none")
    assert str(place) == "First bad place: tile/0/000: expected a file, found none."
