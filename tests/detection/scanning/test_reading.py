"""How far behind the search for suspicious activity is, said so that nobody is frightened for nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from chaperone.detection.scanning import reading


@pytest.mark.parametrize(
    ("behind", "state", "said"),
    [
        (None, "ok", "Everything in the record has been looked at."),
        (0.2, "ok", "in the last 1 s is being looked at"),
        (59, "ok", "in the last 59 s is being looked at"),
        (60, "attention", "no alert is raised for them meanwhile"),
        (600, "alarm", "no alert is raised for them meanwhile"),
    ],
)
def test_a_moment_is_no_backlog(monkeypatch, behind, state, said):
    now = timezone.now()
    since = None if behind is None else now - timedelta(seconds=behind)
    monkeypatch.setattr(reading, "oldest_look", lambda: since)
    monkeypatch.setattr(reading.timezone, "now", lambda: now)
    (found,) = reading.readings()
    assert (found.state, said in found.sentence) == (state, True)
