"""A log line holds a fixed sentence, numbers and ids, and nothing that somebody wrote."""

import json
import logging
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaperone.telemetry.context import working_at
from chaperone.telemetry.lines import Fixed, Lines, error_facts

CANARY = "Wilhelmina Quackenbush"
ID = UUID(int=7)


def line(message: str, *arguments: object, name: str = "chaperone.test", error=None) -> dict:
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord(name, logging.ERROR, "x.py", 3, message, arguments, info, "work")
    return json.loads(Lines().format(record))


def test_numbers_ids_and_kinds_are_shown_and_texts_are_not() -> None:
    found = line("%s %d %.1f %s %s %s %s", ID, 3, 0.25, ValueError, OSError(28, CANARY), CANARY, {})
    assert found["event"] == (
        f"{ID} 3 0.2 builtins.ValueError builtins.OSError (No space left on device)"
        " [left out] [left out]"
    )


def test_a_name_from_the_settings_is_said_to_be_one() -> None:
    assert line("%s is back.", Fixed("siem"))["event"] == "siem is back."


def test_what_does_not_fit_its_place_leaves_the_sentence_alone() -> None:
    assert line("%d of them", CANARY)["event"] == "%d of them"


def test_of_libraries_only_the_place_is_taken() -> None:
    found = line(f"Not Found: /members/{CANARY}", name="django.request")
    assert "event" not in found
    assert found["where"] == "x:work:3"


def test_an_error_leaves_kind_and_place_and_no_word() -> None:
    try:
        try:
            raise KeyError(CANARY)
        except KeyError as first:
            raise ValueError(CANARY) from first
    except ValueError as problem:
        problem.add_note(CANARY)
        found = line("It failed.", error=problem)
    assert CANARY not in json.dumps(found)
    assert found["error"]["kind"] == "builtins.ValueError"
    assert found["error"]["after"]["kind"] == "builtins.KeyError"
    assert "test_an_error_leaves" in found["error"]["frames"][-1]


def test_of_a_database_error_its_code_and_what_it_names_of_the_schema_stay() -> None:
    problem = ValueError(f"duplicate key\nDETAIL: Key (name)=({CANARY})")
    problem.sqlstate = "23505"  # type: ignore[attr-defined]
    problem.diag = SimpleNamespace(  # type: ignore[attr-defined]
        constraint_name="one_name", message_detail=CANARY
    )
    found = error_facts(problem)
    assert (found["sqlstate"], found["constraint_name"]) == ("23505", "one_name")
    assert CANARY not in json.dumps(found)


def test_what_is_worked_at_goes_along_where_it_is_an_id_or_a_route() -> None:
    facts = {"request": str(ID), "route": "members:member", "user": CANARY, "phone": "+16175550101"}
    with working_at(lambda: facts):
        found = line("It is done.")
    assert found["request"] == str(ID)
    assert found["route"] == "members:member"
    assert "user" not in found
    assert "phone" not in found
    assert "request" not in line("It is done.")


@given(
    st.recursive(
        st.text(min_size=3) | st.binary(min_size=3),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(min_size=3), inner),
    )
)
def test_no_argument_of_any_other_kind_is_ever_shown(value: object) -> None:
    assert line("It was %s.", value)["event"] in ("It was [left out].", "It was %s.")


def test_times_are_in_utc_and_to_the_millisecond() -> None:
    at = datetime.fromisoformat(line("It is done.")["at"])
    assert abs(datetime.now(UTC) - at) < timedelta(minutes=1)


@pytest.mark.parametrize("value", [True, None, 3, 0.5, timedelta(seconds=2)])
def test_plain_values_are_shown(value: object) -> None:
    assert line("%s", value)["event"] == str(value)
