"""Seeded values of members and secrets go through the product, and none is found where it tells of
itself: logs, traces, figures, e-mails, error pages, a dump of the database.

``CHAPERONE_CANARIES``: how many values. Small here, 10,000 in ``make prove``. What a crash leaves is
in ``tests/telemetry/test_crashes.py``.
"""

import json
import logging
import os
import re
import secrets
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test import Client
from psycopg.conninfo import make_conninfo

from chaperone.access.actors import operator
from chaperone.carriers.handset.actions import send_from_handset
from chaperone.conversations.actions.answer import answer_batch
from chaperone.database.binaries import installed
from chaperone.members.actions import enrol_member
from chaperone.notices.actions.deliver import deliver_everywhere
from chaperone.notices.actions.measure import measure
from chaperone.notices.actions.webhooks import set_webhook
from chaperone.notices.readings import _sources, readings_from
from chaperone.telemetry import metrics, traces
from chaperone.telemetry.handler import SealingHandler
from chaperone.telemetry.lines import Fixed
from chaperone.telemetry.sealing import SUFFIX, new_identity, opened
from chaperone.web.health.figures import Readings
from chaperone.web.today import views as today
from tests.cast import LAKESIDE, LAKESIDE_NUMBER, daniel, grace, inside, maria, ursula
from tests.conversations.paging.scene import put_on_call
from tests.fakes.trace_collector import Collector, collecting

pytestmark = pytest.mark.usefixtures("committed")
VALUES = int(os.environ.get("CHAPERONE_CANARIES", "60"))
_MARK = re.compile(r"zqx[0-9a-f]{10}|[57]a7178(?:3[0-9]|6[1-6]){10}", re.IGNORECASE)
_DIGITS = re.compile(r"1[0-9]{10}")


def canary() -> str:
    return f"Zqx{secrets.token_hex(5)}"


@dataclass
class Seeded:
    """People who do not exist, as recognisable as can be."""

    phones: list[str] = field(default_factory=list)
    ids: list[UUID] = field(default_factory=list)

    def found_in(self, text: str) -> set[str]:
        known = {phone.removeprefix("+") for phone in self.phones}
        return set(_MARK.findall(text)) | (set(_DIGITS.findall(text)) & known)


@pytest.fixture
def seeded(as_login: Callable[[str], AbstractContextManager[None]]) -> Seeded:
    """A name, a number and a text each."""
    found = Seeded()
    with inside(LAKESIDE):
        team = ursula.member.care_team_id
    for number in range(max(1, VALUES // 3)):
        phone = f"+1{415 + number // 10_000}{2_000_000 + number * 7 % 7_000_000:07}"
        with grace.acting() as actor:
            name = f"{canary()} {canary()}"
            member = enrol_member(actor=actor, care_team_id=team, name=name, phone=phone)
        found.ids.append(member.id)
        found.phones.append(phone)
        body = f"I am {canary()}, my pump says {canary()}. What is A1C?"
        send_from_handset(sender=phone, recipient=LAKESIDE_NUMBER, body=body)
    return found


@pytest.fixture
def logs(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], str]:
    """What the product's own handler has written, opened again. In a folder of this test's own:
    tests beside this one share the other.
    """
    public, private = new_identity()
    key = tmp_path / "logs.pub"
    key.write_text(public)
    settings.SECURE_SSL_REDIRECT = False
    for handler in logging.getLogger().handlers:
        if isinstance(handler, SealingHandler):
            for name, value in (("_folder", tmp_path), ("_key", key), ("_file", None)):
                monkeypatch.setattr(handler, name, value)
    monkeypatch.setenv("CHAPERONE_PROCESS", "canaries")

    def read() -> str:
        files = sorted(tmp_path.glob(f"canaries-*{SUFFIX}"))
        return "\n".join(line for file in files for line in opened(file, private))

    return read


@pytest.fixture
def collector(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Collector]:
    monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "50")
    (tmp_path / "secrets").symlink_to(settings.CHAPERONE_DATA / "secrets")
    settings.CHAPERONE_DATA = tmp_path
    with collecting() as found:
        (tmp_path / "config.json").write_text(json.dumps({"traces": {"endpoint": found.endpoint}}))
        traces._tracer.cache_clear()
        yield found
        traces._tracer.cache_clear()


def of_the_database(statement: str) -> Callable[[], None]:
    """A real error of PostgreSQL, whose message quotes the value."""

    def fail() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [canary()])

    return fail


def raised(kind: type[Exception]) -> Callable[[], None]:
    def fail() -> None:
        name = canary()
        raise kind(name)

    return fail


FAILURES = (
    raised(ValueError),
    raised(KeyError),
    raised(LookupError),
    raised(OSError),
    raised(PermissionError),
    raised(RuntimeError),
    of_the_database("select %s::uuid"),
    of_the_database("select 1 / length(nullif(%s, '')) from nowhere_at_all"),
    of_the_database("insert into notices_round (id, begun_at) select 1, %s::timestamptz"),
)


def pages(seeded: Seeded, monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What people see where something fails or is not there, and pages that open what is sealed."""
    coach = maria.client()
    coach.raise_request_exception = False
    for member_id in seeded.ids[:5]:
        assert coach.get(f"/threads/{member_id}/").status_code == 200
    assert coach.get("/inbox/").status_code == 200
    errors = []
    for failure in FAILURES:
        monkeypatch.setattr(today, "open_pages", lambda _actor, failure=failure: failure())
        response = coach.get("/today/")
        assert response.status_code >= 500
        errors.append(response)
    stranger = Client(raise_request_exception=False)
    errors += [
        stranger.get(f"/{canary()}/{canary()}/"),
        stranger.get("/inbox/", {"q": canary()}, headers={"user-agent": canary()}),
        stranger.get("/inbox/", headers={"host": f"{canary()}.example"}),
        stranger.post("/accounts/login/", {"login": f"{canary()}@x.example", "password": canary()}),
        stranger.post("/carriers/aws/inbound/", canary(), content_type="application/json"),
        coach.get(f"/members/{canary()}/"),
        coach.get("/calendar/month/", {"month": canary()}),
    ]
    # A form keeps what was typed, for who typed it: no error page of ours.
    assert coach.post("/members/", {"phone": canary()}).status_code < 500
    return [each.content for each in errors if each.status_code not in (200, 302, 400)]


def work(as_login: Callable[[str], AbstractContextManager[None]]) -> None:
    """Workers answer, page and measure, and some of it fails."""
    with as_login("worker"):
        while answer_batch(organization_id=LAKESIDE):
            pass
        deliver_everywhere()
        readings_from(raised(ValueError))  # type: ignore[arg-type]
        try:
            measure()
        finally:
            _sources.pop()
    for failure in FAILURES:
        try:
            failure()
        except Exception:
            logging.getLogger("chaperone.canaries").exception("It failed.")
            logging.getLogger("library").exception("It failed: %s", canary())


def dumped() -> str:
    name = connection.settings_dict["NAME"]
    admin = make_conninfo(os.environ["CHAPERONE_TEST_ADMIN"], dbname=name)
    command = [str(installed() / "pg_dump"), "--dbname", admin]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


def test_no_seeded_value_is_told(
    seeded: Seeded,
    logs: Callable[[], str],
    collector: Collector,
    as_login: Callable[[str], AbstractContextManager[None]],
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
    capfd: pytest.CaptureFixture[str],
) -> None:
    put_on_call(daniel)
    with as_login("owner"), inside(LAKESIDE):
        set_webhook(actor=operator(LAKESIDE), url="https://pager.example/x")
    errors = pages(seeded, monkeypatch)
    work(as_login)
    assert collector.wait_for(20)
    told = {
        "logs": logs(),
        "standard output and error": "".join(capfd.readouterr()),
        "traces": b"".join(collector.raw).decode(errors="replace"),
        "figures": metrics.text(Readings()).decode(),
        "e-mails": "\n".join(each.message().as_string() for each in mail.outbox),
        "error pages": b"\n".join(errors).decode(),
        "dump": dumped(),
    }
    assert told["logs"].count('"error"') >= 2 * len(FAILURES)
    assert len(errors) > len(FAILURES)
    assert "members_member" in told["dump"]
    assert "chaperone_requests" in told["figures"]
    found = {where: seeded.found_in(text) for where, text in told.items()}
    assert {where: values for where, values in found.items() if values} == {}


def test_a_value_that_is_let_out_is_found(logs: Callable[[], str], seeded: Seeded) -> None:
    let_out = canary()
    logging.getLogger("chaperone.canaries").error("Let out: %s.", Fixed(let_out))
    logging.getLogger("chaperone.canaries").error("Let out: %s.", Fixed(seeded.phones[0]))
    assert seeded.found_in(logs()) == {let_out, seeded.phones[0].removeprefix("+")}
    assert seeded.found_in(let_out.encode().hex())


def test_the_log_of_the_database_holds_no_statement_and_no_value() -> None:
    """Of the embedded server, as it runs for these tests."""
    with connection.cursor() as cursor:
        cursor.execute("select name, setting from pg_settings where name like 'log%%'")
        found = dict(cursor.fetchall())
    assert found["log_statement"] == "none"
    assert found["log_min_error_statement"] == "panic"
    assert found["log_min_messages"] == "log"
    assert found["log_parameter_max_length"] == "0"
    assert found["log_parameter_max_length_on_error"] == "0"
    assert found["log_error_verbosity"] == "terse"
    assert found["log_min_duration_statement"] == "-1"
