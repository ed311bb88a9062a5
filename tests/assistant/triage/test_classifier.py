"""The classifier beside the rules: it may raise a level and never lowers one."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaperone.assistant.triage import triage
from chaperone.assistant.triage.classifier import raised, scores
from chaperone.assistant.triage.data import lines
from chaperone.assistant.triage.judging import by_rules
from training import rows as learned
from training.__main__ import weights_of
from training.fitting import features_of, fitted
from training.rows import fingerprint, rows

RANK = {"routine": 0, "urgent": 1, "crisis": 2, "emergency": 2}
WRITTEN = (learned.TRIAGE / "training/written.jsonl").read_text().splitlines()
ROWS = [learned.Row(**json.loads(line)) for line in WRITTEN]
TEXTS = [row.text for row in ROWS]
WORDS = sorted({word for text in TEXTS[::20] for word in text.split()})


def test_raises_what_no_rule_reads() -> None:
    text = "i want the lights to go out for me for good"
    assert by_rules(text).level == "routine"
    found = triage(text)
    assert (found.level, found.rule, found.found_by) == ("crisis", "", "classifier")


def test_says_so_when_a_rule_decided() -> None:
    found = triage("i cant breathe")
    assert (found.level, found.rule, found.found_by) == (
        "emergency",
        "trouble-breathing",
        "rules",
    )


@given(st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join))
def test_never_lowers_a_level(text: str) -> None:
    rules, both = by_rules(text), triage(text)
    assert RANK[both.level] >= RANK[rules.level]
    if rules.level in ("crisis", "emergency"):
        assert both == rules


@given(st.sampled_from(["routine", "urgent", "crisis", "emergency"]), st.sampled_from(TEXTS))
def test_never_lowers_what_it_is_given(level: str, text: str) -> None:
    assert RANK[raised(level, f" {text} ", [], [])] >= RANK[level]


def test_a_plea_among_many_words_counts_as_one_alone() -> None:
    plea = "i want to die"
    story = " ".join(["we had rice and beans for dinner and then a walk in the park"] * 12)
    alone = scores(f" {plea} ", ["suicidal"], [])[1]
    assert alone > 0
    assert scores(f" {story} {plea} {story} ", ["suicidal"], [])[1] > 0


def test_many_calm_words_stay_routine() -> None:
    lines_of_set = learned.DEVELOPMENT.read_text().splitlines()
    calm = [row["text"] for row in map(json.loads, lines_of_set) if row["kind"] == "plain"]
    stories = [". ".join(calm[i : i + 5]) for i in range(0, len(calm) - 5, 2)]
    raised_ones = [story for story in stories if triage(story).level != "routine"]
    assert len(raised_ones) <= len(stories) // 20


def test_the_weights_are_of_these_texts_and_rules() -> None:
    """`make train` after a change of labelled texts, rules or code; then look at docs/triage.md."""
    first = (learned.TRIAGE / "weights.txt").read_text().splitlines()[0]
    assert first == f"# made by `make train` from {fingerprint()}"


def test_the_same_texts_give_the_same_weights() -> None:
    few = ROWS[::30]
    one, other = (fitted(few, [features_of(row.text) for row in few]) for _ in range(2))
    lines_of = [weights_of(model, np.zeros(3)) for model in (one, other)]
    assert lines_of[0] == lines_of[1]
    assert len(lines_of[0]) > 100


def test_each_weight_is_three_whole_numbers() -> None:
    for line in lines("weights.txt"):
        feature, *weights = line.split("\t")
        assert feature
        assert len([int(weight) for weight in weights]) == 3


def test_a_text_that_triage_is_judged_by_is_not_learned_from(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    judged_by = json.loads(learned.DEVELOPMENT.read_text().splitlines()[0])["text"]
    texts = [f"{judged_by}!", "may i bring my {sister|cousin} to the zumba hour"]
    given = [
        {"text": text, "level": "x", "category": "", "template": "", "lang": ""} for text in texts
    ]
    (tmp_path / "given.jsonl").write_text("\n".join(map(json.dumps, given)))
    monkeypatch.setattr(learned, "files", lambda: [tmp_path / "given.jsonl"])
    labelled = {row.text for row in rows() if row.category != learned.QUESTION}
    assert labelled == {
        "may i bring my sister to the zumba hour",
        "may i bring my cousin to the zumba hour",
    }
