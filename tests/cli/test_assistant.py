"""`chaperone assistant`: JSON lines in and out, as a program of its own."""

import json
import os
import subprocess
import sys

import pytest


def run(command: str, lines: str) -> subprocess.CompletedProcess[str]:
    without_installation = {k: v for k, v in os.environ.items() if not k.startswith("CHAPERONE_")}
    return subprocess.run(
        [sys.executable, "-m", "chaperone.cli", "assistant", command],
        input=lines,
        env=without_installation | {"CHAPERONE_DATA": "/nonexistent/chaperone"},
        capture_output=True,
        text=True,
        check=False,
    )


def lines_of(*texts: str) -> str:
    return "".join(
        json.dumps({"id": str(i), "text": text, "known": {}}) + "\n" for i, text in enumerate(texts)
    )


def out(ran: subprocess.CompletedProcess[str]) -> list[dict[str, object]]:
    assert ran.returncode == 0, ran.stderr
    return [json.loads(line) for line in ran.stdout.splitlines()]


def test_triage() -> None:
    assert out(run("triage", lines_of("i cant breathe", "thanks!"))) == [
        {"id": "0", "level": "emergency", "category": "breathing"},
        {"id": "1", "level": "routine", "category": ""},
    ]


def test_optout() -> None:
    assert out(run("optout", lines_of("STOP", "what is a1c"))) == [
        {"id": "0", "intent": "opt_out"},
        {"id": "1", "intent": "none"},
    ]


def test_answer() -> None:
    known, nul, unknown = out(
        run("answer", lines_of("what is a1c", "what\0 is a1c", "tell a joke"))
    )
    assert known["sources"][0] == "mplus2024:6308-1"
    assert known["declined"] is False
    assert nul["reply"] == known["reply"]
    assert (unknown["sources"], unknown["declined"]) == ([], True)


def test_empty_lines_are_passed_over() -> None:
    assert len(out(run("triage", "\n" + lines_of("hi") + "\n"))) == 1


@pytest.mark.parametrize(
    "line", ["no json", "[]", "{}", '{"id": 1, "text": "x"}', '{"id": "1", "text": null}', "7"]
)
def test_a_line_that_is_not_understood_is_named(line: str) -> None:
    ran = run("triage", f"{lines_of('hi')}{line}\n")
    assert ran.returncode == 1
    assert "Line 2 is not" in ran.stderr
    assert len(ran.stdout.splitlines()) == 1


def test_deidentify() -> None:
    lines = lines_of("hi its tamika, bp 130/80", "a\0b call 617-555-0143", "ok")
    assert out(run("deidentify", lines)) == [
        {
            "id": "0",
            "text": "hi its [NAME_1], bp 130/80",
            "spans": [{"start": 7, "end": 13, "type": "NAME"}],
        },
        {
            "id": "1",
            "text": "a\0b call [PHONE_1]",
            "spans": [{"start": 9, "end": 21, "type": "PHONE"}],
        },
        {"id": "2", "text": "ok", "spans": []},
    ]


def test_deidentify_knows_the_member() -> None:
    known = {"first": "Robert", "zip": "", "date_of_birth": "1974-08-29", "shoe_size": "43"}
    line = {"id": "1", "text": "bobby here, bday 82974", "known": known}
    (found,) = out(run("deidentify", json.dumps(line)))
    assert found["text"] == "[NAME_1] here, bday [DATE_1]"


def test_what_is_known_must_be_an_object_of_strings() -> None:
    ran = run("deidentify", json.dumps({"id": "1", "text": "hi", "known": {"first": 1}}))
    assert ran.returncode == 1
    assert 'Line 1: "known" is not an object of strings' in ran.stderr
