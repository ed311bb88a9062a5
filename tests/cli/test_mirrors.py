"""What ``doctor`` and ``status`` say of the mirrors."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from chaperone.cli import mirrors
from chaperone.cli.errors import Unhealthy
from chaperone.cli.folder import DataFolder
from chaperone.ledger.standing import MirrorState

NOW = datetime.now(UTC)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """``told(state, …)``: what is said where the database holds these; raises Unhealthy."""

    def say(*states: MirrorState) -> str:
        monkeypatch.setattr(mirrors, "states", lambda folder: list(states))
        return mirrors.check(DataFolder(tmp_path))

    monkeypatch.setenv("CHAPERONE_MIRRORS", "/mirror, s3://bucket/x")
    return say


def state(name: str, **more: Any) -> MirrorState:
    usual = {"size": 9, "kept_at": NOW, "problem": "", "entries_behind": 0, "seconds_behind": 0.0}
    return MirrorState(name=name, **usual | more)


def test_all_is_well(told: Any) -> None:
    found = told(state("/mirror"), state("s3://bucket/x", entries_behind=3, seconds_behind=1.0))
    assert found == "/mirror: 9 entries, up to date; s3://bucket/x: 9 entries, up to date"


def test_one_that_lags_and_one_that_was_never_written(told: Any) -> None:
    lags = state("/mirror", entries_behind=70, seconds_behind=61.4, problem="OSError: gone")
    with pytest.raises(Unhealthy) as caught:
        told(lags)
    assert "The mirror /mirror is 70 entries and 61 s behind: OSError: gone" in str(caught.value)
    assert "The mirror s3://bucket/x was never written." in str(caught.value)


def test_without_the_setting_it_is_the_one_in_the_data_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("CHAPERONE_MIRRORS", raising=False)
    assert mirrors.named(DataFolder(tmp_path)) == [str(tmp_path / "mirror")]
