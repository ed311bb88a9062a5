"""What another service is sent: what is over resolves what was begun, by the same key."""

import json
from uuid import UUID

import pytest

from chaperone.notices.kinds import Kind
from chaperone.notices.registry import Outgoing
from chaperone.notices.webhook.styles import written

SUBJECT = UUID(int=7)
OUTGOING = Outgoing(
    notice_id=UUID(int=1),
    organization_id=UUID(int=2),
    recipient_id=None,
    subject="Something",
    sentence="Something happened. " * 90,
    url="https://chaperone.example/x",
    reply="",
    subject_id=SUBJECT,
)


def said(**choices: object) -> dict[str, object]:
    kind = Kind("tests.kind", "Something", "Something.", lambda _: "/", **choices)  # type: ignore[arg-type]
    body, headers = written("events", OUTGOING, kind, "R0ut1ng")
    assert headers == {"content-type": "application/json"}
    found: dict[str, object] = json.loads(body)
    return found


@pytest.mark.parametrize("severity", ["critical", "error", "warning", "info"])
def test_an_event_triggers_with_the_severity_of_its_kind(severity: str) -> None:
    found = said(severity=severity)
    payload = found["payload"]
    assert isinstance(payload, dict)
    assert payload["severity"] == severity
    assert len(payload["summary"]) == 1024
    assert found["dedup_key"] == str(SUBJECT)
    assert found["links"] == [{"href": OUTGOING.url, "text": "Open it in Chaperone"}]


def test_what_is_over_resolves_what_was_begun() -> None:
    assert said(ends=True) == {
        "routing_key": "R0ut1ng",
        "event_action": "resolve",
        "dedup_key": str(SUBJECT),
    }
