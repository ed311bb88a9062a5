"""What doctor and the upgrade say of the version that runs."""

from types import SimpleNamespace

import pytest

from chaperone.cli import doctor
from chaperone.risks.changes.running import running_version, told


def test_an_approved_version_needs_no_word() -> None:
    assert told("approved") == ""


@pytest.mark.parametrize(
    ("state", "said"),
    [("waiting", "nobody has approved"), ("refused", "was refused"), ("none", "no assessment")],
)
def test_any_other_is_named_with_what_to_do(state: str, said: str) -> None:
    assert said in told(state)
    assert running_version() in told(state)
    assert "Assess and approve it" in told(state)


@pytest.mark.parametrize(("state", "said"), [("approved", "was approved"), ("none", "no assess")])
def test_doctor_says_so_and_stays_well(monkeypatch, state: str, said: str) -> None:
    class Connection:
        def __enter__(self):
            return self

        def __exit__(self, *_problem):
            return None

        def execute(self, _question, asked):
            assert asked == [running_version()]
            return SimpleNamespace(fetchone=lambda: (state,))

    monkeypatch.setattr(doctor, "_connect", lambda _folder: Connection())
    found = doctor._finding("approval of the release", doctor._release, None)
    assert found.ok
    assert said in found.note
