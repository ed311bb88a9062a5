"""`chaperone init`: what it refuses before it touches anything, and that it makes all or nothing."""

import io
import json
import os
import signal
import subprocess
import sys

import pytest

from chaperone.cli.errors import NotSuitable, SamePerson
from chaperone.cli.folder import Config
from chaperone.cli.init import _ask_unreviewed
from chaperone.cli.main import app
from chaperone.cli.plans import Person, make_plan
from tests.cli.conftest import free_port, wait_until

ADA = "Ada Park <Ada@lakeside.example>"
BEN = "Ben Ode <ben@lakeside.example>"
CY = "Cy Lin <cy@lakeside.example>"
GOOD = {
    "name": "Lakeside",
    "slug": "lakeside",
    "time_zone": "UTC",
    "officers": [ADA, BEN],
    "administrator": CY,
}


def words(*, slug: str = "lakeside", officers: tuple[str, ...] = (ADA, BEN)) -> list[str]:
    named = [word for officer in officers for word in ("--officer", officer)]
    return [
        *("init", "--organization", "Lakeside", "--slug", slug, "--time-zone", "UTC"),
        *(*named, "--administrator", CY),
    ]


def test_a_plan_has_two_officers_and_an_administrator():
    plan = make_plan(**GOOD)
    assert plan.people[0] == Person("Ada Park", "ada@lakeside.example", "security_officer")
    assert [person.role for person in plan.people] == [
        "security_officer",
        "security_officer",
        "administrator",
    ]


@pytest.mark.parametrize("change", [{"officers": [ADA, ADA]}, {"administrator": BEN.upper()}])
def test_one_person_cannot_be_two(change):
    with pytest.raises(SamePerson, match="three different people"):
        make_plan(**GOOD | change)


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""},
        {"name": "x" * 201},
        {"name": "a\x00b"},
        {"slug": "Lake Side"},
        {"slug": "-x"},
        {"slug": "x" * 51},
        {"time_zone": "Mars/Olympus"},
        {"time_zone": "../etc/passwd"},
        {"administrator": "cy@lakeside.example"},
        {"administrator": "Cy Lin"},
        {"administrator": "Cy Lin <cy@nowhere>"},
        {"officers": ["Ada Park <>", BEN]},
    ],
)
def test_what_cannot_be_is_refused_with_what_would_do(change):
    with pytest.raises(NotSuitable, match="cannot be used"):
        make_plan(**GOOD | change)


def refused(capsys, folder, *arguments: str) -> str:
    with pytest.raises(SystemExit) as caught:
        app([*arguments, "--data", str(folder.root)])
    assert caught.value.code in (1, 2)
    return capsys.readouterr().err


def test_a_demo_is_not_turned_into_real_work(folder, capsys):
    folder.create(Config(demo=True))
    assert "holds the demo organizations" in refused(capsys, folder, *words())


def test_what_is_missing_is_named_where_nobody_can_be_asked(folder, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO())
    said = refused(capsys, folder, *words(officers=(ADA,)))
    assert "second security officer" in said
    assert "--officer" in said
    assert not folder.root.exists()


def test_three_officers_are_misuse(folder, capsys):
    said = refused(capsys, folder, *words(officers=(ADA, BEN, CY)))
    assert "two officers" in said


def run(folder, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "chaperone.cli", *arguments],
        env=os.environ | {"CHAPERONE_DATA": str(folder.root)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.xdist_group("stack")
def test_stopped_half_way_it_leaves_nothing_half_made_and_can_be_repeated(folder):
    port = free_port()
    began = subprocess.Popen(
        [sys.executable, "-m", "chaperone.cli", *words(), "--port", str(port)],
        env=os.environ | {"CHAPERONE_DATA": str(folder.root)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    wait_until(lambda: (folder.run / "database.json").exists())
    began.send_signal(signal.SIGTERM)
    out, _ = began.communicate()
    assert began.returncode != 0
    assert b"/accounts/link/" not in out
    assert not (folder.run / "database.json").exists(), "the database was left running"

    made = run(folder, *words(), "--port", str(port), "--json")
    assert made.returncode == 0, made.stderr
    invited = json.loads(made.stdout)["invitations"]
    assert [each["role"] for each in invited] == [
        "security_officer",
        "security_officer",
        "administrator",
    ]
    assert all(each["link"].startswith(f"https://localhost:{port}/") for each in invited)
    links = {each["link"].rsplit("/", 2)[1] for each in invited}
    assert len(links) == 3
    for file in folder.root.rglob("*"):
        if file.is_file() and "postgres" not in file.parts:
            assert not any(link.encode() in file.read_bytes() for link in links), file

    twice = run(folder, *words(), "--json")
    assert twice.returncode == 1
    assert "lakeside already" in twice.stderr
    assert twice.stdout == ""

    again = run(folder, "init", "--again", "ben@lakeside.example", "--json")
    assert json.loads(again.stdout)["invitations"][0]["link"]
    nobody = run(folder, "init", "--again", "nobody@lakeside.example")
    assert "has no invitation that waits" in nobody.stderr


def test_settings_need_something_to_be_set_on(folder, capsys):
    assert "not running" in refused(capsys, folder, "config", "list").lower()


@pytest.mark.parametrize(
    ("given", "typed", "expected"),
    [(True, "", True), (False, "y\n", False), (None, "y\n", True), (None, "\n", False)],
)
def test_whether_unreviewed_entries_go_out_is_asked_and_the_default_is_no(
    monkeypatch, given, typed, expected
):
    answers = io.StringIO(typed)
    answers.isatty = lambda: True
    monkeypatch.setattr(sys, "stdin", answers)
    assert _ask_unreviewed(given) is expected


def test_where_nobody_can_be_asked_they_do_not(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    assert _ask_unreviewed(None) is False
