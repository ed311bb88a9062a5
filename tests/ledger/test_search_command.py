"""``chaperone ledger search`` and ``account``, as operators and scripts call them."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from typer.testing import CliRunner

from chaperone.access.actors import operator
from chaperone.cli.ledger import app
from chaperone.disclosures.events import ACCOUNT_MADE
from chaperone.ledger import log_key
from chaperone.ledger.connecting import connect
from chaperone.ledger.mirroring import catch_up
from chaperone.ledger.placing import Placer, holds_lock
from chaperone.ledger.queries import search
from chaperone.ledger.record_events import LEDGER_SEARCHED
from chaperone.members.events import MEMBER_ENROLLED
from chaperone.merkle.command import main as auditor
from tests.cast import HARBOR, LAKESIDE, ines, inside, samuel, ursula
from tests.facilities.scene import approved
from tests.ledger.trying import place_all

pytestmark = pytest.mark.xdist_group("sequencer")


@pytest.fixture
def run(committed, as_login):
    def run_one(*words):
        with as_login("auditor"):
            return CliRunner().invoke(app, [str(word) for word in words])

    return run_one


@pytest.fixture
def lakeside(committed):
    from chaperone.organizations.models import Organization

    with inside(LAKESIDE):
        return Organization.objects.get(id=LAKESIDE).slug


def found(done):
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_json_lines_by_any_filter_and_recorded(run, lakeside):
    with inside(LAKESIDE):
        member = ursula.member.id
    asked = ("--member", member, "--event", MEMBER_ENROLLED.name, "--outcome", "success")
    (entry,) = found(run("search", *asked, "--organization", lakeside, "--json"))
    assert entry["event"] == MEMBER_ENROLLED.name
    assert entry["members"] == [str(member)]
    with inside(LAKESIDE):
        recorded = search(operator(LAKESIDE), event=LEDGER_SEARCHED.name).rows[0]
    assert recorded.details == {"by": ["member", "outcome", "what"]}
    assert recorded.members == (member,)


def test_people_by_name_address_or_id_and_programs_by_kind(run, lakeside):
    for who in ("Samuel Brandt", samuel.email, samuel.user.id, "worker", "operator"):
        done = run("search", "--who", who, "--organization", lakeside, "--json")
        found(done)
    done = run("search", "--who", "Nobody At All", "--organization", lakeside)
    assert done.exit_code == 2
    assert "nobody is called" in done.stderr


def test_pages_and_plain_lines(run, lakeside):
    first = run("search", "--limit", 2, "--organization", lakeside)
    assert len(first.stdout.splitlines()) == 2
    before = first.stderr.split("--before ")[1].strip()
    second = run("search", "--limit", 2, "--before", before, "--organization", lakeside)
    assert not set(first.stdout.splitlines()) & set(second.stdout.splitlines())


@pytest.mark.parametrize("wrong", [("--event", "no.such.event"), ("--from", "yesterday"), ("--member", "x"), ("--outcome", "maybe"), ("--limit", "0"), ("--organization", "nowhere")])  # fmt: skip
def test_misuse_is_exit_2_with_a_sentence(run, lakeside, wrong):
    named = () if wrong[0] == "--organization" else ("--organization", lakeside)
    done = run("search", *wrong, *named)
    assert done.exit_code == 2
    assert done.stderr


def test_one_of_several_organizations_must_be_named(run):
    done = run("search")
    assert done.exit_code == 2
    assert "--organization" in done.stderr


def test_an_account_that_the_auditors_command_accepts(run, lakeside, as_login, tmp_path, settings):
    settings.CHAPERONE_LOG_KEY = tmp_path / "log.key"
    settings.CHAPERONE_MIRRORS = [tmp_path / "mirror"]
    key = log_key.create(settings.CHAPERONE_LOG_KEY, LAKESIDE)
    with as_login("sequencer"), connect() as sequencer:
        assert holds_lock(sequencer)
        place_all(Placer(sequencer, log_key.load(settings.CHAPERONE_LOG_KEY)))
        catch_up(sequencer, settings.CHAPERONE_MIRRORS[0])
    folder = tmp_path / "account"
    since = (datetime.now(UTC) - timedelta(days=1)).isoformat()
    asked = ("--from", since, "--organization", lakeside)
    without = run("account", folder, *asked)
    assert without.exit_code == 1
    assert "Ask for one first" in without.stderr
    assert not folder.exists()
    on_a_page = run("account", folder, *asked, "--approval", approved(ines))
    assert on_a_page.exit_code == 1
    allowed = approved(ines, by_command=True)
    (made,) = found(run("account", folder, *asked, "--approval", allowed, "--json"))
    assert folder.stat().st_mode & 0o777 == 0o700
    assert auditor(["account", str(folder), "--key", key]) == 0
    said = (folder / "entries.jsonl").read_text()
    assert str(HARBOR) not in said
    with inside(LAKESIDE):
        recorded = search(operator(LAKESIDE), event=ACCOUNT_MADE.name).rows[0]
    assert recorded.details["sha256"] == made["sha256"]
    again = run("account", folder, *asked)
    assert again.exit_code == 2
    assert "there already" in again.stderr
    twice = run("account", tmp_path / "another", *asked, "--approval", allowed)
    assert twice.exit_code == 1
    assert "has been made" in twice.stderr
