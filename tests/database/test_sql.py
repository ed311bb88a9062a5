import pytest

from chaperone.database.sql import statements


def test_the_text_of_a_file_is_found_beside_its_room():
    assert "chaperone_organization()" in statements("chaperone.database", "context.sql")


def test_a_file_that_is_not_there_is_an_error():
    with pytest.raises(FileNotFoundError):
        statements("chaperone.database", "nothing.sql")
