"""A package is made, taken away, and checked by somebody who has nothing of ours but a key."""

import json
import re
import shutil
import subprocess
import sys
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.conf import settings as product
from django.urls import reverse
from typer.testing import CliRunner

import chaperone.merkle
from chaperone.access.actors import worker
from chaperone.access.context import acting_for
from chaperone.access.copies import RECORD, require_approval
from chaperone.access.registry import Copy
from chaperone.cli.evidence import app
from chaperone.evidence.freezing.actions import collect_now, freeze_day, note_days
from chaperone.evidence.freezing.queries import latest_day
from chaperone.evidence.models import Package, PackagePiece
from chaperone.evidence.packages import programme, record
from chaperone.evidence.packages.actions import ask_package, make_packages
from chaperone.evidence.packages.record import Wish
from chaperone.facilities.queries.copies import usable_by
from chaperone.ledger import log_key
from chaperone.ledger.connecting import connect
from chaperone.ledger.mirroring import catch_up
from chaperone.ledger.placing import Placer, holds_lock
from chaperone.ledger.queries import find_ids, search
from chaperone.ledger.signed import verifier_key
from tests.cast import LAKESIDE, ines, maria, priya, samuel, ursula
from tests.documents.accessible import faults
from tests.evidence.oscal.checking import problems
from tests.evidence.oscal.following import loose_ends
from tests.facilities.scene import approved
from tests.ledger.trying import place_all

pytestmark = [pytest.mark.usefixtures("signed"), pytest.mark.xdist_group("packages")]
PAGE = reverse("evidence:packages")


@pytest.fixture(scope="module")
def committed(committing):
    """One database for the file."""
    with committing() as name:
        yield name


@pytest.fixture(scope="module")
def log(committed, tmp_path_factory):
    folder = tmp_path_factory.mktemp("log")
    log_key.create(folder / "log.key", LAKESIDE)
    return folder


@pytest.fixture
def signed(log, as_login, settings):
    """What was recorded up to now has its place, is signed and mirrored."""
    settings.CHAPERONE_LOG_KEY = log / "log.key"
    settings.CHAPERONE_MIRRORS = [log / "mirror"]

    def run():
        with as_login("sequencer"), connect() as sequencer:
            assert holds_lock(sequencer)
            place_all(Placer(sequencer, log_key.load(product.CHAPERONE_LOG_KEY)))
            catch_up(sequencer, product.CHAPERONE_MIRRORS[0])

    run()
    return run


@pytest.fixture
def frozen(signed, as_login):
    """Lakeside's day is frozen and signed."""
    with as_login("worker"):
        freeze_day(organization_id=LAKESIDE)
    signed()
    with as_login("worker"):
        note_days(organization_id=LAKESIDE)


def asked(person, **values):
    return person.client().post(PAGE, values, secure=True)


def made(as_login):
    with as_login("worker"):
        make_packages(organization_id=LAKESIDE)
        with acting_for(worker(LAKESIDE)):
            return Package.objects.filter(organization_id=LAKESIDE).latest("id")


def taken(person, package):
    address = reverse("evidence:package", kwargs={"package_id": package.id})
    return person.client().get(address, secure=True)


def unpacked(answer, folder):
    assert answer["Content-Type"] == "application/zip"
    with ZipFile(BytesIO(answer.content)) as archive:
        archive.extractall(folder)
    (whole,) = folder.iterdir()
    return whole


def verified(account, apart):
    """What verify.md says to run, with the folder `merkle` alone on the path."""
    alone = apart / "alone"
    if not alone.exists():
        shutil.copytree(Path(chaperone.merkle.__file__).parent, alone / "chaperone" / "merkle")
        (alone / "chaperone" / "__init__.py").touch()
        (alone / "KEY").write_text(str(verifier_key(product.CHAPERONE_LOG_KEY)))
    command = ["-P", "-m", "chaperone.merkle", "account", str(account), "--key", "KEY"]
    return subprocess.run(
        [sys.executable, *command],
        cwd=alone,
        env={"PYTHONPATH": str(alone)},
        capture_output=True,
        text=True,
    )


def sums_hold(folder):
    for line in (folder / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ")
        assert sha256((folder / name).read_bytes()).hexdigest() == digest, name


_made = []


@pytest.fixture
def package(frozen, as_login):
    """One without samples, that Ines asked for. Made once: nothing here changes it for good."""
    if not _made:
        assert asked(ines).status_code == 302
        _made.append(made(as_login))
    return _made[0]


@pytest.fixture
def whole(package, tmp_path):
    """The same, as the auditor unpacks it."""
    (tmp_path / "taken").mkdir()
    return unpacked(taken(ines, package), tmp_path / "taken")


class TestAPackage:
    def test_it_is_checked_without_us(self, package, whole, tmp_path):
        assert (package.state, package.why) == ("done", "")
        sums_hold(whole)
        answer = verified(whole / "record", tmp_path)
        assert (answer.returncode, answer.stderr) == (0, "")
        assert "Verified" in answer.stdout
        results = json.loads((whole / "assessment-results.json").read_text())
        assert problems(results) == loose_ends(results) == []
        with ines.acting() as actor:
            day = latest_day(actor)
            assert day.note.count("\n") >= 4
            assert actor.organization_id == LAKESIDE
        assert sha256((whole / "day.json").read_bytes()).hexdigest() == day.digest
        entries = [
            json.loads(line) for line in (whole / "record/entries.jsonl").read_text().splitlines()
        ]
        frozen = next(each for each in entries if each["id"] == str(day.entry_id))
        assert json.loads(frozen["entry"])["details"]["digest"] == day.digest
        names = {path.name for path in (whole / "registers").iterdir()}
        assert names >= {"risks.csv", "vendors.csv", "training.csv"}
        policies = json.loads((whole / "policies/policies.json").read_text())
        assert policies
        assert all((whole / "policies" / each["file"]).exists() for each in policies)
        assert all(each["approvals"] for each in policies)
        printed = [path for path in whole.rglob("*.pdf") if path.parent.name != "policies"]
        printed.append(whole / "policies" / policies[0]["file"])
        assert {path.name for path in printed} >= {"report.pdf", "account.pdf"}
        assert [fault for path in printed for fault in faults(path.read_bytes())] == []

    def test_an_entry_that_was_changed_is_found(self, whole, tmp_path):
        file = whole / "record/entries.jsonl"
        first, *rest = file.read_text().splitlines()
        line = json.loads(first)
        line["sealed"] = b64encode(b"\x02" + bytes(200)).decode()
        file.write_text("\n".join([json.dumps(line), *rest]) + "\n")

        assert verified(whole / "record", tmp_path).returncode == 1

    def test_it_holds_no_members_data(self, whole):
        with maria.acting():
            member = ursula.member
        content = b"".join(path.read_bytes() for path in whole.rglob("*") if path.is_file())

        for secret in (ursula.name, ursula.phone, str(member.id)):
            assert secret.encode() not in content

    def test_making_and_taking_are_on_record(self, package):
        taken(ines, package)

        with samuel.acting() as actor:
            rows = search(actor, events=["evidence.package.made", "evidence.package.taken"]).rows
        assert (rows[0].event, rows[0].actor_id) == ("evidence.package.taken", ines.user.id)
        recorded = next(row for row in rows if row.event == "evidence.package.made")
        assert recorded.details["file"] == package.sha256

    def test_a_stranger_and_a_coach_get_nothing(self, package):
        assert taken(priya, package).status_code in (403, 404)
        assert taken(maria, package).status_code in (403, 404)

    def test_one_that_was_altered_is_refused(self, package, as_login):
        with as_login("owner"), acting_for(worker(LAKESIDE)):
            piece = PackagePiece.objects.filter(package_id=package.id).order_by("number").first()
            before = bytearray(piece.content.reveal_bytes())
            piece.content = bytearray(b"something else")
            piece.save()
        answer = taken(ines, package)
        with as_login("owner"), acting_for(worker(LAKESIDE)):
            piece.content = before
            piece.save()

        assert "application/zip" not in answer["Content-Type"]
        assert answer.status_code >= 400


@pytest.fixture
def plain_policies(monkeypatch):
    """Setting all policies takes two seconds, and another test looks at them."""
    monkeypatch.setattr(programme, "render", lambda _document: b"%PDF-")


@pytest.mark.usefixtures("plain_policies")
class TestSamples:
    def test_a_sample_needs_somebody_elses_approval(self, as_login):
        today = datetime.now(UTC).date()
        answer = asked(ines, sample="5", since=f"{today}", until=f"{today}")

        assert answer.status_code == 400
        assert "A copy of the record needs this." in answer.content.decode()

    def test_the_same_seed_draws_the_same_records_and_each_is_proved(
        self, as_login, signed, tmp_path
    ):
        with maria.acting():
            thread = ursula.member.id
        address = reverse("conversations:thread", kwargs={"conversation_id": thread})
        for _ in range(3):
            assert maria.client().get(address, secure=True).status_code == 200
        signed()
        drawn = []
        for turn in ("first", "second"):
            (tmp_path / turn).mkdir()
            values = {
                "sample": "2",
                "since": f"{datetime.now(UTC).date() - timedelta(days=2)}",
                "until": f"{datetime.now(UTC).date() + timedelta(days=1)}",
                "seed": "harper",
                "approval": str(approved()),
            }
            assert asked(ines, **values).status_code == 302
            package = made(as_login)
            assert (package.state, package.why) == ("done", "")
            whole = unpacked(taken(ines, package), tmp_path / turn)
            sums_hold(whole)
            assert verified(whole / "samples", tmp_path).returncode == 0
            lines = (whole / "samples/entries.jsonl").read_text().splitlines()
            drawn.append([json.loads(line)["id"] for line in lines])
            assert re.search(r"The sample: 2 of the \d+ records", (whole / "verify.md").read_text())
            # The approval was for whoever asked.
            assert taken(samuel, package).status_code in (403, 404)

        assert drawn[0] == drawn[1]
        assert len(drawn[0]) == 2
        # The last approval is used up, and the page offers it no more.
        assert asked(ines, **values).status_code == 400

    def test_the_record_of_a_period_is_taken_and_checked_without_us(
        self, as_login, signed, tmp_path
    ):
        values = {
            "whole": "on",
            "proposed": "on",
            "since": f"{datetime.now(UTC).date() - timedelta(days=2)}",
            "until": f"{datetime.now(UTC).date() + timedelta(days=1)}",
        }
        assert asked(ines, **values).status_code == 400
        signed()
        assert asked(ines, **values, approval=str(approved())).status_code == 302
        package = made(as_login)
        assert (package.state, package.why) == ("done", "")
        (tmp_path / "taken").mkdir()
        whole = unpacked(taken(ines, package), tmp_path / "taken")

        sums_hold(whole)
        answer = verified(whole / "ledger", tmp_path)
        assert (answer.returncode, answer.stderr) == (0, "")
        with samuel.acting() as actor:
            own = find_ids(actor, until=package.asked_at, limit=10_000)
        lines = (whole / "ledger/entries.jsonl").read_text().splitlines()
        assert {each["id"] for each in map(json.loads, lines)} >= {str(each) for each in own[50:]}
        assert {each["organization"] for each in map(json.loads, lines)} == {str(LAKESIDE)}
        assert "account ledger --key KEY" in (whole / "verify.md").read_text()
        assert all(
            not each["in_force"] for each in json.loads((whole / "proposed.json").read_text())
        )
        # It names members by id: whoever asked for it takes it, and nobody else.
        assert taken(samuel, package).status_code in (403, 404)

    def test_a_record_that_is_too_long_is_refused_with_a_sentence(self, as_login, monkeypatch):
        monkeypatch.setattr(record, "MOST_RECORDED", 2)
        approval = approved()
        wish = Wish(
            since=datetime.now(UTC) - timedelta(days=2),
            until=datetime.now(UTC) + timedelta(days=1),
            approval=approval,
            whole=True,
        )
        with ines.acting() as actor:
            ask_package(actor=actor, wish=wish)
        package = made(as_login)

        assert package.state == "failed"
        assert "too many entries" in package.why
        with ines.acting() as actor:
            assert approval in {each.id for each in usable_by(actor, frozenset({RECORD}))}

    def test_an_approval_that_is_used_up_meanwhile_makes_nothing(self, as_login):
        wish = Wish(
            size=1,
            since=datetime.now(UTC) - timedelta(days=2),
            until=datetime.now(UTC) + timedelta(days=1),
            seed="harper",
            approval=approved(),
        )
        with ines.acting() as actor:
            ask_package(actor=actor, wish=wish)
            require_approval(
                actor=actor,
                copy=Copy("ledger:account", frozenset({RECORD}), None),
                approval=wish.approval,
            )
        package = made(as_login)

        assert package.state == "failed"
        assert "has been made" in package.why


@pytest.mark.usefixtures("plain_policies")
class TestCommands:
    @pytest.fixture
    def run(self, as_login):
        """Runs `chaperone evidence` in this process, as its login."""

        def run(*words):
            with as_login("worker"):
                return CliRunner().invoke(app, [str(word) for word in words])

        return run

    def test_a_report_is_computed_and_written(self, run, tmp_path):
        done = run("report", "--out", tmp_path / "report", "--organization", "lakeside", "--json")

        assert (done.exit_code, done.stderr) == (0, "")
        said = json.loads(done.stdout)
        assert said["seconds"] < 20
        rows = json.loads((tmp_path / "report" / "report.json").read_text())
        assert sum(said["counts"].values()) == len(rows)
        assert all(row["collected_at"] for row in rows)
        sums_hold(tmp_path / "report")
        sums = (tmp_path / "report" / "SHA256SUMS").read_bytes()
        assert sha256(sums).hexdigest() == said["sha256"]
        assert (tmp_path / "report").stat().st_mode & 0o777 == 0o700

    def test_of_several_organizations_it_is_about_the_oldest_and_says_so(self, run, tmp_path):
        done = run("report", "--out", tmp_path / "report")

        assert done.exit_code == 0
        assert (
            done.stderr == "chaperone evidence: about lakeside; name another with --organization.\n"
        )

    def test_nothing_is_written_over(self, run, tmp_path):
        (tmp_path / "mine").write_text("mine")
        for words in (
            ["report", "--out", tmp_path, "--organization", "lakeside"],
            ["package", "--out", tmp_path / "mine", "--organization", "lakeside"],
            ["report", "--out", tmp_path / "new", "--organization", "nobody"],
            ["package", "--out", tmp_path / "new"],
            ["package", "--out", tmp_path / "new", "--sample", "3"],
            ["package", "--out", tmp_path / "new", "--sample", "501"],
        ):
            done = run(*words)
            assert done.exit_code == 2, words
            assert done.stderr
        assert [path.name for path in tmp_path.iterdir()] == ["mine"]

    def test_a_package_is_made_by_the_operator(self, run, frozen, tmp_path):
        file = tmp_path / "evidence.zip"
        done = run("package", "--out", file, "--organization", "lakeside", "--json")

        assert (done.exit_code, done.stderr) == (0, "")
        assert json.loads(done.stdout)["sha256"] == sha256(file.read_bytes()).hexdigest()
        with ZipFile(file) as archive:
            assert archive.testzip() is None

    def test_a_sample_without_an_approval_of_its_own_is_refused(self, run, tmp_path):
        words = ["package", "--out", tmp_path / "x.zip", "--organization", "lakeside"]
        done = run(*words, "--sample", "2", "--from", "2026-01-01", "--approval", approved())

        assert done.exit_code == 1
        assert "no such approval" in done.stderr
        assert not (tmp_path / "x.zip").exists()


@pytest.mark.usefixtures("plain_policies")
def test_without_a_signed_mirror_it_fails_and_says_so(as_login, settings, tmp_path):
    settings.CHAPERONE_MIRRORS = [tmp_path / "none"]
    with as_login("worker"), acting_for(worker(LAKESIDE)):
        collect_now(actor=worker(LAKESIDE))
    asked(ines)
    package = made(as_login)

    assert package.state == "failed"
    assert package.why
