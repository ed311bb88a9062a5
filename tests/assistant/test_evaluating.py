"""A run in an organization: its figures are kept, its texts are not."""

import json
from pathlib import Path

import pytest
from django.db import DatabaseError

from chaperone.access.actors import operator
from chaperone.access.context import acting_for
from chaperone.assistant.evaluating import Compared, evaluate, evaluations_of
from chaperone.assistant.models import Evaluation
from chaperone.cli import evaluation as command
from chaperone.cli.errors import LabelledFileWrong
from tests.assistant.reviewing import A1C
from tests.cast import HARBOR, LAKESIDE, inside, maria
from tests.web.administration.asking import entries, get, queries, text, url

pytestmark = pytest.mark.usefixtures("committed")

SECRET = "hemoglobin a1c percent explained"
FILE = "\n".join(
    json.dumps(row)
    for row in (
        {"text": "i cant breathe", "level": "emergency"},
        {"text": SECRET, "gold": [A1C]},
        {"text": "how many units tonight", "decline": True},
    )
)


def measured(as_login, content: str = FILE) -> Compared:
    actor = operator(LAKESIDE)
    with as_login("owner"), acting_for(actor):
        return evaluate(actor=actor, content=content)


def test_figures_and_versions_are_kept_and_compared_with_the_last_run_on_the_file(as_login):
    first = measured(as_login)
    assert first.before is None
    assert first.now.figures["hit_1"] == 1.0
    assert first.now.figures["emergency_recall"] == 1.0
    second = measured(as_login)
    assert second.before is not None
    assert second.before.id == first.now.id
    assert second.now.library == first.now.library
    assert (
        measured(as_login, FILE + "\n" + json.dumps({"text": "hi", "level": "routine"})).before
        is None
    )


def test_no_text_is_kept_or_recorded(as_login):
    measured(as_login)
    (entry,) = entries("assistant.evaluation.run")
    assert entry.details["figures"]["rows"] == 3
    with inside(LAKESIDE):
        kept = json.dumps(list(Evaluation.objects.values()), default=str)
    assert SECRET not in kept + json.dumps(entry.details)


def test_another_organization_sees_nothing_and_the_web_server_makes_none(as_login):
    measured(as_login)
    with inside(HARBOR):
        assert evaluations_of(operator(HARBOR)) == []
        assert not Evaluation.objects.exists()
    with maria.acting() as actor, pytest.raises(DatabaseError, match="permission denied"):
        evaluate(actor=actor, content=FILE)


def test_the_command_prints_figures_and_what_changed(as_login, tmp_path: Path, capsys):
    file = tmp_path / "labelled.jsonl"
    file.write_text(FILE)
    with as_login("owner"):
        command.run(file, organization="lakeside", as_json=False)
        assert "The first run on this file." in capsys.readouterr().out
        command.run(file, organization="lakeside", as_json=False)
        assert "Before: product" in capsys.readouterr().out
        command.run(file, organization="lakeside", as_json=True)
        told = json.loads(capsys.readouterr().out)
    assert told["now"]["figures"] == told["before"]["figures"]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b'{"text": "x"}', b"nonsense"])
def test_a_file_that_cannot_be_used_is_refused_and_nothing_is_kept(as_login, tmp_path, content):
    file = tmp_path / "labelled.jsonl"
    file.write_bytes(content)
    for path in (file, tmp_path / "not-there.jsonl"):
        with as_login("owner"), pytest.raises(LabelledFileWrong, match="cannot be used"):
            command.run(path, organization="lakeside", as_json=False)
    with inside(LAKESIDE):
        assert not Evaluation.objects.exists()


def test_the_page_shows_the_runs_side_by_side(as_login):
    assert "Nothing was measured yet" in text(get(maria, "library_measured"))
    measured(as_login)
    measured(as_login)
    page = text(get(maria, "library_measured"))
    assert "Hit 1" in page
    assert page.count("100.0%") >= 4
    assert queries(maria.client(), url("library_measured")) <= 9
