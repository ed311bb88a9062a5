"""De-identification beside Presidio (without a language model) and scrubadub, on the same rows.

Also writes the figures of docs/security/de-identification.md.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench.deid_figures import write
from bench.deid_scoring import Row, Score, of_messages, ours, rows, score
from chaperone.deid.finding import find

_HERE = Path(__file__).parent
_PEERS = _HERE.parent / ".venv-peers" / "bin" / "python"
_ROUNDS = 3
_TIMES_PRESIDIO = 20.0
_A_SECOND = 5_000
_LINES = 14_000
_RECALL = {"all rows": 0.95, "text messages": 0.98}


def run() -> list[dict[str, object]]:
    """Rows for the rate and the recall, beside both peers, and for the command's rate."""
    labelled = rows()
    texts = [row["text"] for row in labelled]
    our_rate = len(texts) / _our_time(texts)
    measured = [_command_rate(labelled)]
    for peer, target in (("presidio", _TIMES_PRESIDIO), ("scrubadub", 1.0)):
        theirs = _theirs(peer, texts)
        rate = len(texts) / theirs["seconds"]
        measured.append(_rate_row(peer, our_rate, rate, target))
        found = dict(zip(map(id, labelled), theirs["places"], strict=True))
        measured += [_recall_row(peer, which, labelled, found) for which in _RECALL]
    write()
    return measured


def _our_time(texts: list[str]) -> float:
    find("This is Rosa, call 617-555-0143")
    best = float("inf")
    for _ in range(_ROUNDS):
        begun = time.process_time()
        for text in texts:
            find(text)
        best = min(best, time.process_time() - begun)
    return best


def _theirs(peer: str, texts: list[str]) -> dict[str, Any]:
    """In the peers' environment, which `make bench` installs."""
    ran = subprocess.run(
        [_PEERS, _HERE / "deid_peers.py", peer],
        input="\n".join(map(json.dumps, texts)),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def _command_rate(labelled: list[Row]) -> dict[str, object]:
    """The command as a script calls it: start, JSON and what is known of members included."""
    lines = [
        json.dumps({key: row[key] for key in ("id", "text", "known") if key in row})
        for row in labelled
    ]
    many = "\n".join(lines * (_LINES // len(lines)))
    before = os.times()
    subprocess.run(
        [sys.executable, "-m", "chaperone.cli", "assistant", "deidentify"],
        input=many,
        stdout=subprocess.DEVNULL,
        text=True,
        check=True,
    )
    after = os.times()
    spent = after.children_user + after.children_system
    spent -= before.children_user + before.children_system
    rate = _LINES / spent
    return {
        "name": "deid: lines of `chaperone assistant deidentify` a second of one core",
        "ratio": round(rate / _A_SECOND, 2),
        "target": 1.0,
        "holds": rate >= _A_SECOND,
        "peer": f"{_A_SECOND:,} a second",
        "note": f"{rate:,.0f} lines a second of processor time, the start of the program included",
    }


def _rate_row(peer: str, our_rate: float, theirs: float, target: float) -> dict[str, object]:
    ratio = our_rate / theirs
    return {
        "name": f"deid: texts a second of one core, beside {peer}",
        "ratio": round(ratio, 2),
        "target": target,
        "holds": ratio >= target,
        "peer": peer,
        "note": f"{our_rate:,.0f} against {theirs:,.0f} texts a second of processor time, best of"
        f" {_ROUNDS} rounds",
    }


def _recall_row(
    peer: str, which: str, labelled: list[Row], theirs: dict[int, list[list[int]]]
) -> dict[str, object]:
    chosen = labelled if which == "all rows" else of_messages(labelled)
    our_score = score(chosen, ours)
    their_score = score(chosen, lambda row: [(start, end) for start, end in theirs[id(row)]])
    return {
        "name": f"deid: recall of {which} (wholly found), beside {peer}",
        "ratio": round(our_score.recall / their_score.recall, 2),
        "target": round(_RECALL[which] / their_score.recall, 2),
        "holds": our_score.recall >= _RECALL[which] and our_score.over <= 0.01,
        "peer": peer,
        "note": f"{_said(our_score)} against {_said(their_score)}; ours must be {_RECALL[which]}"
        " and 1% at most",
    }


def _said(scored: Score) -> str:
    return f"{scored.recall:.3f} with {scored.over:.2%} of other characters taken"
