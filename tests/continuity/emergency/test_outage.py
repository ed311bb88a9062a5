"""A real outage: the primary is killed, people read through its standby, and all of it joins."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from chaperone.database.identifiers import new_id
from chaperone.ledger import log_key
from tests.cast import LAKESIDE_NUMBER, daniel, lee, maria, priya, tom, ursula
from tests.continuity.emergency.city import Browser, City, city, code_of
from tests.journeys.stack import wait_for

TEXT = "My sugar was 128 this morning, is that fine?"
BEFORE = f"""
from datetime import UTC, datetime
from chaperone.carriers.inbound import InboundText, accept
from tests.cast import maria
for number, sender in enumerate([{ursula.phone!r}, {lee.phone!r}]):
    accept(InboundText("handset", f"before-{{number}}", sender, {LAKESIDE_NUMBER!r}, {TEXT!r},
                       datetime.now(UTC)))
print(maria.client().cookies["__Host-session"].value)
"""
ENDED = f"""
update access_grant set ends_at = now() where user_id =
    (select id from accounts_user where email = '{priya.email}');
update accounts_user set is_active = false where email = '{tom.email}'
"""


@pytest.fixture(scope="module")
def place() -> Iterator[City]:
    with city() as made:
        yield made


@pytest.fixture(scope="module")
def session_before(place: City) -> str:
    """The key of a session that was open when the primary went away."""
    key = place.python(*BEFORE.splitlines()).strip()
    with psycopg.connect(place.primary.dsn(), autocommit=True) as primary:
        primary.execute(ENDED)
    wait_for(place.caught_up)
    return key


@pytest.fixture(scope="module")
def outage(place: City, session_before: str) -> City:
    """The primary is gone, and emergency mode runs."""
    refused = place.begin()
    assert refused.returncode == 1
    assert "The primary database answers" in refused.stderr
    place.primary.kill()
    begun = place.begin("--json")
    assert begun.returncode == 0, begun.stderr
    assert json.loads(begun.stdout)["told"] >= 2
    return place


def signed_in(outage: City, email: str) -> Browser:
    browser = Browser(outage, outage.port)
    status, page = browser.sign_in(email)
    assert status == 302, page
    return browser


@pytest.fixture(scope="module")
def coach(outage: City) -> Browser:
    return signed_in(outage, maria.email)


def test_a_coach_reads_the_thread_and_the_member_and_finds_whom_to_call(coach):
    status, page = coach.get("/inbox/")
    assert status == 200
    assert "Emergency mode:" in page
    assert ursula.name in page
    thread = re.search(r"/threads/[0-9a-f-]+/", page)
    assert thread
    status, page = coach.get(thread.group())
    assert (status, TEXT in page, "Emergency mode:" in page) == (200, True, True)
    status, page = coach.get(thread.group().replace("threads", "members"))
    assert status == 200
    assert ursula.phone in page
    assert coach.get("/on-call/")[0] == 200
    assert "samuel.brandt@lakeside.example" in coach.get("/contacts/")[1]


def test_the_look_is_in_the_journal_before_the_page_is_there(outage, coach):
    before = outage.journal.stat().st_size
    coach.get("/inbox/")
    grown = outage.journal.read_bytes()[before:]
    kinds = [json.loads(line.split(b" ", 1)[1])["kind"] for line in grown.splitlines()]
    assert kinds == ["entry", "request"]
    assert ursula.name.encode() not in outage.journal.read_bytes()


def test_row_security_and_care_teams_hold(outage, coach):
    _, page = coach.get("/inbox/?show=all")
    assert lee.name not in page
    other = signed_in(outage, daniel.email)
    thread = re.search(r"/threads/[0-9a-f-]+/", coach.get("/inbox/")[1])
    assert thread
    assert other.get(thread.group())[0] == 404
    assert ursula.name not in other.get("/inbox/?show=all")[1]


def test_a_code_works_once(outage):
    code = code_of(outage, "grace.lin@lakeside.example", steps=1)
    first, second = Browser(outage, outage.port), Browser(outage, outage.port)
    assert first.sign_in("grace.lin@lakeside.example", code)[0] == 302
    assert second.sign_in("grace.lin@lakeside.example", code)[0] == 422
    assert first.get("/inbox/")[0] == 404


def test_a_code_from_before_is_not_taken(outage):
    browser = Browser(outage, outage.port)
    assert browser.sign_in("ines.duarte@lakeside.example", "000000")[0] == 422
    stale = code_of(outage, "ines.duarte@lakeside.example", steps=-4)
    assert browser.sign_in("ines.duarte@lakeside.example", stale)[0] == 422


def test_ended_access_and_closed_accounts_hold(outage):
    assert signed_in(outage, priya.email).get("/inbox/")[0] == 404
    assert Browser(outage, outage.port).sign_in(tom.email)[0] == 422


def test_a_session_from_before_lets_nobody_in(outage, session_before):
    browser = Browser(outage, outage.port, cookies={"__Host-session": session_before})
    assert browser.get("/inbox/")[0] == 302


def test_too_many_wrong_tries_close_sign_in_and_a_session_stays_in_its_browser(outage, coach):
    moved = Browser(outage, outage.port, agent="another browser", cookies=dict(coach.cookies))
    assert moved.get("/inbox/")[0] == 302
    # The key was stolen as far as anybody can tell: its owner signs in anew.
    assert coach.get("/inbox/")[0] == 302


@pytest.mark.parametrize("path", ["/today/", "/members/", "/administration/settings/", "/x/?y=1"])
def test_everything_else_says_why_it_is_closed(outage, path):
    browser = Browser(outage, outage.port)
    for status, page in (browser.get(path), browser.post(path, {"a": "b"})):
        assert status == 503
        assert "closed until the database is back" in page


def test_the_carrier_is_told_to_try_again(outage):
    assert Browser(outage, outage.port).post("/carriers/aws/", {"Type": "Notification"})[0] == 503


def test_what_watches_is_told_that_it_lives(outage):
    assert Browser(outage, outage.port).get("/health/live")[0] == 200


def test_no_journal_no_page(outage):
    reader = Browser(outage, outage.port)
    away = outage.journal.with_suffix(".away")
    journal = outage.journal
    journal.rename(away)
    assert reader.get("/accounts/login/")[0] == 503
    away.rename(journal)
    journal.chmod(0o400)
    assert reader.get("/accounts/login/")[0] == 503
    journal.chmod(0o600)
    assert reader.get("/accounts/login/")[0] == 200


def test_the_database_refuses_to_be_written_to(outage):
    with (
        psycopg.connect(outage.replica.dsn("web"), autocommit=True) as replica,
        pytest.raises(psycopg.errors.ReadOnlySqlTransaction),
    ):
        replica.execute("update accounts_user set name = name")


JOINED = """
from chaperone.access.actors import operator
from chaperone.access.context import acting_for
from chaperone.ledger.queries import search
from tests.cast import LAKESIDE, maria
with acting_for(operator(LAKESIDE)):
    for row in search(operator(LAKESIDE), limit=200).rows:
        if "emergency_mode" in row.details or "emergency" in row.event or "journal" in row.event:
            print(row.event, row.actor_id == maria.user.id, row.at.isoformat())
"""


def test_back_again_it_joins_once_and_the_ledger_verifies(outage, coach):
    refused = outage.chaperone("emergency", "stop")
    assert refused.returncode == 1
    assert "does not answer" in refused.stderr
    outage.primary.start()
    wait_for(outage.primary.answers)
    assert outage.chaperone("emergency", "join").returncode == 1
    ended = outage.chaperone("emergency", "stop", "--json")
    assert ended.returncode == 0, ended.stderr
    joined = outage.chaperone("emergency", "join", "--json")
    assert joined.returncode == 0, joined.stderr
    (told,) = json.loads(joined.stdout)["journals"]
    assert told["problems"] == []
    assert told["lines"] == json.loads(ended.stdout)["records"]
    assert json.loads(outage.chaperone("emergency", "join", "--json").stdout)["journals"] == []
    lines = outage.python(*JOINED.splitlines()).splitlines()
    assert any(line.startswith("access.record.appended True") for line in lines)
    assert any(line.startswith("accounts.sign_in.succeeded True") for line in lines)
    assert any(line.startswith("continuity.journal.joined") for line in lines)
    verified(outage)


def verified(outage: City) -> None:
    """The sequencer gives everything its place, and the ledger verifies."""
    path: Path = outage.data / "keys" / "log.key"
    log_key.create(path, new_id())
    log_key.publish(path)
    sequencer = subprocess.Popen(
        [sys.executable, "-m", "chaperone.cli", "serve", "sequencer"], env=outage.environment
    )
    try:
        with psycopg.connect(outage.primary.dsn(), autocommit=True) as primary:
            pending = "select not exists (select from ledger_pending)"
            wait_for(lambda: primary.execute(pending).fetchone() == (True,))
    finally:
        sequencer.terminate()
        sequencer.wait(30)
    checked = outage.chaperone("ledger", "verify", "--json")
    assert checked.returncode == 0, checked.stdout + checked.stderr
