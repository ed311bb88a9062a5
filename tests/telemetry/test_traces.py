"""Traces go to a collector that speaks the real protocol, and carry a short list of things only."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from opentelemetry import trace

from chaperone.telemetry.traces import CollectorRefused, endpoint_in, traced
from tests.fakes.trace_collector import collecting

CANARY = "Wilhelmina Quackenbush"


def configured(folder: Path, traces: object) -> Path:
    path = folder / "config.json"
    path.write_text(json.dumps({"traces": traces}))
    return path


def test_what_is_not_on_the_list_is_taken_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "50")
    with collecting() as collector:
        config = configured(tmp_path, {"endpoint": collector.endpoint})
        with pytest.raises(ValueError, match=CANARY), traced("request", config, method="GET"):
            raise ValueError(CANARY)
        with traced("request", config, method="GET") as span:
            span |= {"route": "members:member", "status": 200, "member": CANARY}
            trace.get_current_span().set_attribute("http.url", f"/members/{CANARY}")
            trace.get_current_span().add_event(CANARY, {"name": CANARY})
        assert collector.wait_for(2)
    (ended,) = [each for each in collector.spans if each.name == "members:member"]
    assert {each.key for each in ended.attributes} == {"route", "method", "status"}
    assert not ended.events
    assert not any(CANARY.encode() in body for body in collector.raw)


def test_without_a_collector_nothing_is_loaded_or_sent(tmp_path: Path) -> None:
    with traced("request", tmp_path / "none.json") as span:
        assert span == {}
    code = (
        "import sys; from pathlib import Path; from chaperone.telemetry.traces import traced\n"
        "with traced('x', Path('/nowhere/config.json')): pass\n"
        "print(any(name.startswith('opentelemetry') for name in sys.modules))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"


@pytest.mark.parametrize(
    "traces",
    [
        "https://x.example",
        {},
        {"endpoint": 3},
        {"endpoint": "http://collector.example/v1/traces"},
        {"endpoint": "https://user:secret@collector.example/"},
        {"endpoint": "ftp://127.0.0.1/"},
    ],
)
def test_a_collector_is_this_machine_or_spoken_to_by_tls(tmp_path: Path, traces: object) -> None:
    with pytest.raises(CollectorRefused):
        endpoint_in(configured(tmp_path, traces))
