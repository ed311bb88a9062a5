"""Loading the library, with the real logins."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import ProgrammingError, connection

from chaperone.assistant.actions import load_library
from chaperone.assistant.library import passages
from chaperone.assistant.models import Passage

Login = Callable[[str], AbstractContextManager[None]]


def _rows(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {table}")
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_the_upgrade_has_loaded_it() -> None:
    assert Passage.objects.count() == len(list(passages())) == 1564


def test_again_changes_nothing(committed: str, as_login: Login) -> None:
    with as_login("owner"):
        assert load_library() == 1564
    assert _rows("assistant_passage") == 1564


@pytest.mark.parametrize("login", ["web", "worker"])
def test_only_the_owner_may_write(login: str, committed: str, as_login: Login) -> None:
    with as_login(login):
        assert _rows("assistant_passage") == 1564
        with pytest.raises(ProgrammingError, match="permission denied"):
            load_library()


@pytest.mark.parametrize("login", ["sequencer", "auditor"])
def test_others_have_no_business_here(login: str, committed: str, as_login: Login) -> None:
    with as_login(login), pytest.raises(ProgrammingError, match="permission denied"):
        _rows("assistant_passage")
