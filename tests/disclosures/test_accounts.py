"""An account is made, taken away, and checked by somebody who has nothing of ours but a key."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from base64 import b64decode
from io import BytesIO, StringIO
from pathlib import Path
from uuid import UUID
from zipfile import ZipFile

import pytest
from django.conf import settings as product
from django.urls import reverse

import chaperone.merkle
from chaperone.access.actors import operator
from chaperone.access.errors import CopyNotApproved
from chaperone.access.events import ACCESS_REFUSED
from chaperone.crypto.committing import CommittingKey
from chaperone.crypto.values import SealingKey
from chaperone.database.identifiers import PLATFORM
from chaperone.disclosures.actions import Asked, make_account
from chaperone.disclosures.bundle.sheet import _inert
from chaperone.disclosures.errors import AccountTooLong, NothingToAccountFor
from chaperone.disclosures.events import ACCOUNT_MADE
from chaperone.ledger import log_key
from chaperone.ledger.connecting import connect
from chaperone.ledger.errors import NotMirroredYet
from chaperone.ledger.mirroring import catch_up
from chaperone.ledger.placing import Placer, holds_lock
from chaperone.ledger.queries import find_ids, search
from chaperone.ledger.queries.rows import sealed_of
from chaperone.ledger.signed import verifier_key
from chaperone.merkle.audit.bundles import decode_bundle
from chaperone.merkle.audit.opening import open_entry
from chaperone.merkle.errors import NotOpened
from tests.cast import (
    HARBOR,
    LAKESIDE,
    dewey,
    grace,
    ines,
    inside,
    maria,
    priya,
    samuel,
    tom,
    ursula,
)
from tests.facilities.scene import approved
from tests.ledger.trying import place_all

pytestmark = [pytest.mark.usefixtures("signed"), pytest.mark.xdist_group("disclosures")]


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


def member_of(texter):
    with inside(texter.organization_id):
        return texter.member.id


def approval_of(person):
    """Of all entries, once, by somebody else of the organization."""
    return approved(person, by={ines: samuel, samuel: grace, tom: priya}[person])


def made_by(person, asked=Asked(), *, most=5_000, approval=None):  # noqa: B008
    approval = approval or approval_of(person)
    with person.acting() as actor:
        return make_account(actor=actor, asked=asked, most=most, approval=approval)


@pytest.fixture
def account(tmp_path):
    """An account about Ursula, in a folder, as the auditor unpacks it."""
    about = member_of(ursula)
    asked = {"member": about, "approval": approved()}
    answer = ines.client().post(reverse("ledger:account"), asked, secure=True)
    assert answer["Content-Type"] == "application/zip"
    with ZipFile(BytesIO(answer.content)) as files:
        files.extractall(tmp_path)
    (folder,) = tmp_path.iterdir()
    return folder


def followed(account, *, apart, words=None):
    """What verify.md says to run, literally, with the folder `merkle` alone on the path."""
    alone = apart / "alone"
    shutil.copytree(Path(chaperone.merkle.__file__).parent, alone / "chaperone" / "merkle")
    (alone / "chaperone" / "__init__.py").touch()
    (alone / "KEY").write_text(str(verifier_key(product.CHAPERONE_LOG_KEY)))
    told = (account / "verify.md").read_text() if words is None else words
    (command,) = re.findall(r"^    (python -m .*)$", told, re.MULTILINE)
    arguments = command.replace("ACCOUNT", str(account)).split()[1:]
    return subprocess.run(
        [sys.executable, "-P", *arguments],
        cwd=alone,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(alone)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_auditor_follows_verify_md_with_nothing_else_of_ours(account, tmp_path_factory):
    done = followed(account, apart=tmp_path_factory.mktemp("auditor"))
    assert done.returncode == 0, done.stdout + done.stderr
    lines = (account / "entries.jsonl").read_text().splitlines()
    assert f"Verified: {len(lines)} entries" in done.stdout
    assert f"Opened: {len(lines)}, each with its own key" in done.stdout
    assert "Not opened: 0." in done.stdout
    assert len(lines) > 0
    listed = subprocess.run(["sha256sum", "-c", "--strict", "SHA256SUMS"], cwd=account, capture_output=True, check=False)  # fmt: skip
    assert listed.returncode == 0


def test_the_ledger_knows_the_digest_that_the_auditor_sees(account, tmp_path_factory):
    done = followed(account, apart=tmp_path_factory.mktemp("auditor"))
    with inside(LAKESIDE):
        entry = search(operator(LAKESIDE), event=ACCOUNT_MADE.name).rows[0]
    assert entry.details["sha256"] in done.stdout
    assert entry.members == (member_of(ursula),)


@pytest.mark.parametrize("where", ["first", "middle", "last"])
def test_one_byte_changed_in_any_file_is_refused(account, tmp_path_factory, where):
    words = (account / "verify.md").read_text()
    for file in sorted(account.iterdir()):
        whole = file.read_bytes()
        at = {"first": 0, "middle": len(whole) // 2, "last": len(whole) - 1}[where]
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        done = followed(account, apart=tmp_path_factory.mktemp("auditor"), words=words)
        assert done.returncode == 1, file.name
        assert "Not verified." in done.stdout
        file.write_bytes(whole)


def rewritten(account, name, content):
    """A forger who also makes the list of hashes fit."""
    from hashlib import sha256

    (account / name).write_bytes(content)
    names = sorted(path.name for path in account.iterdir() if path.name != "SHA256SUMS")
    sums = "".join(f"{sha256((account / n).read_bytes()).hexdigest()}  {n}\n" for n in names)
    (account / "SHA256SUMS").write_text(sums)


@pytest.mark.parametrize(
    "forge",
    [
        lambda said: said | {"sealed": "AAAA" + said["sealed"][4:]},
        lambda said: said | {"leaf_index": said["leaf_index"] + 1},
        lambda said: said | {"leaf_index": -1},
        lambda said: said | {"leaf_hash": "00" * 32},
        lambda said: said | {"proof": said["proof"][:-1]},
        lambda said: said | {"proof": said["proof"][::-1]},
        lambda said: said | {"proof": None},
        lambda said: {key: value for key, value in said.items() if key != "entry"},
        lambda said: said | {"entry": said["entry"].replace(str(LAKESIDE), str(HARBOR))},
        lambda said: said | {"entry": said["entry"] + " "},
        lambda said: said | {"key": said["key"][:-2] + f"{int(said['key'][-2:], 16) ^ 1:02x}"},
        lambda said: said | {"key": None},
        lambda said: said | {"organization": str(HARBOR)},
        lambda said: said | {"id": str(HARBOR)},
    ],
)
def test_a_forged_entry_is_refused_though_the_hashes_of_files_fit(account, tmp_path_factory, forge):
    first, *rest = (account / "entries.jsonl").read_text().splitlines()
    lines = [json.dumps(forge(json.loads(first))), *rest]
    rewritten(account, "entries.jsonl", "".join(f"{line}\n" for line in lines).encode())
    done = followed(account, apart=tmp_path_factory.mktemp("auditor"))
    assert (done.returncode, "entries.jsonl" in done.stdout) == (1, True), done.stdout + done.stderr


def test_keys_of_two_entries_swapped_are_refused(account, tmp_path_factory):
    lines = [json.loads(line) for line in (account / "entries.jsonl").read_text().splitlines()]
    lines[1]["key"], lines[2]["key"] = lines[2]["key"], lines[1]["key"]
    rewritten(account, "entries.jsonl", "".join(f"{json.dumps(x)}\n" for x in lines).encode())
    done = followed(account, apart=tmp_path_factory.mktemp("auditor"))
    assert "entries.jsonl, index 1: expected a key that opens it" in done.stdout


def mirrored():
    """All sealed entries that the mirror holds, as anybody can read them there."""
    bundles = [path for path in (product.CHAPERONE_MIRRORS[0] / "tile" / "entries").rglob("*") if path.is_file()]  # fmt: skip
    return {sealed for path in bundles for sealed in decode_bundle(path.read_bytes())}


def test_with_the_keys_of_an_account_nothing_else_in_the_mirror_opens(account):
    """Each key that was given is tried on each other entry of the organization, with its id."""
    said = [json.loads(line) for line in (account / "entries.jsonl").read_text().splitlines()]
    given = {UUID(each["id"]): bytes.fromhex(each["key"]) for each in said}
    with inside(LAKESIDE):
        actor, known = operator(LAKESIDE), mirrored()
        stored = sealed_of(actor, find_ids(actor, limit=10_000))
    there = {entry_id: sealed for entry_id, sealed in stored.items() if sealed in known}
    assert given.keys() < there.keys()
    for entry_id, key in given.items():
        for other, sealed in there.items():
            if other == entry_id:
                assert open_entry(sealed, key, organization=LAKESIDE, entry_id=other)
                continue
            for claimed in (other, entry_id):
                with pytest.raises(NotOpened):
                    open_entry(sealed, key, organization=LAKESIDE, entry_id=claimed)


def test_an_entry_left_out_or_doubled_is_refused(account, tmp_path_factory):
    lines = (account / "entries.jsonl").read_text().splitlines(keepends=True)
    for changed in (lines[1:], [lines[1], *lines[1:]]):
        rewritten(account, "entries.jsonl", "".join(changed).encode())
        assert followed(account, apart=tmp_path_factory.mktemp("auditor")).returncode == 1


def test_files_added_or_missing_are_refused(account, tmp_path_factory):
    words = (account / "verify.md").read_text()
    (account / "more").write_text("x")
    assert followed(account, apart=tmp_path_factory.mktemp("a"), words=words).returncode == 1
    (account / "more").unlink()
    (account / "account.pdf").unlink()
    assert followed(account, apart=tmp_path_factory.mktemp("b"), words=words).returncode == 1


def test_another_logs_key_does_not_do(account, tmp_path_factory, tmp_path, settings):
    log_key.create(tmp_path / "other.key", HARBOR)
    settings.CHAPERONE_LOG_KEY = tmp_path / "other.key"
    assert followed(account, apart=tmp_path_factory.mktemp("auditor")).returncode == 1


def test_all_that_is_said_about_the_member_and_nothing_else(account):
    about = member_of(ursula)
    said = [json.loads(line) for line in (account / "entries.jsonl").read_text().splitlines()]
    with inside(LAKESIDE):
        known = search(operator(LAKESIDE), member=about, limit=500).rows
    placed = [row for row in known if row.event != ACCOUNT_MADE.name and row.position is not None]
    assert {each["id"] for each in said} >= {str(row.id) for row in placed if row.position < 10_000}
    for each in said:
        entry = json.loads(each["entry"])
        assert str(about) in entry["members"]
        assert entry["organization"] == str(LAKESIDE)
        assert b64decode(each["sealed"])[:1] == b"\x02"
    rows = list(csv.DictReader(StringIO((account / "account.csv").read_text())))
    assert [row["entry_id"] for row in rows] == [each["id"] for each in said]
    assert all(row["time"][-6] in "+-" for row in rows)
    assert (account / "account.pdf").read_bytes().startswith(b"%PDF-")
    whole = b"".join(path.read_bytes() for path in account.iterdir()).decode(errors="replace")
    assert ursula.name not in whole
    assert ursula.phone not in whole


def test_an_organizations_own_entries_and_nobody_elses(signed):
    signed()
    for person, organization, other in ((ines, LAKESIDE, HARBOR), (tom, HARBOR, LAKESIDE)):
        made = made_by(person)
        said = [json.loads(line) for line in made.files["entries.jsonl"].splitlines()]
        organizations = {json.loads(each["entry"])["organization"] for each in said}
        assert organizations == {str(organization)}
        whole = made.files["entries.jsonl"].decode()
        assert str(other) not in whole
        assert str(PLATFORM) not in organizations


def test_an_entry_of_version_1_says_that_it_has_no_key(
    signed, monkeypatch, tmp_path, tmp_path_factory
):
    """The first account is recorded as entries were before; the second has that entry in it."""
    allowed = approval_of(tom)
    with monkeypatch.context() as before:
        before.setattr(CommittingKey, "seal", SealingKey.seal)
        made_by(tom, approval=allowed)
    signed()
    made = made_by(tom)
    said = [json.loads(line) for line in made.files["entries.jsonl"].splitlines()]
    # That the approval was used, and that the account was made.
    assert [each["key"] is None for each in said] == [True] * 2 + [False] * (len(said) - 2)
    assert b64decode(said[0]["sealed"])[:1] == b"\x01"
    for name, content in made.files.items():
        (tmp_path / name).write_bytes(content)
    done = followed(tmp_path, apart=tmp_path_factory.mktemp("auditor"))
    assert done.returncode == 0, done.stdout
    assert f"Opened: {len(said) - 2}, each" in done.stdout
    assert "Not opened: 2, of version 1" in done.stdout


def test_about_a_member_of_another_organization_there_is_nothing(signed):
    allowed = approval_of(ines)
    with pytest.raises(NothingToAccountFor):
        made_by(ines, Asked(member=member_of_harbor()), approval=allowed)
    asked = {"member": member_of(dewey), "approval": allowed}
    page = ines.client().post(reverse("ledger:account"), asked, secure=True)
    assert page.status_code == 422
    assert "holds no entry" in page.content.decode()


def member_of_harbor():
    return HARBOR


@pytest.mark.parametrize("person", [maria, grace], ids=["coach", "administrator"])
def test_others_cannot_take_anything_away(person):
    assert person.client().get(reverse("ledger:account"), secure=True).status_code == 404
    assert person.client().post(reverse("ledger:account"), {}, secure=True).status_code == 404


def test_too_many_entries_ask_for_a_shorter_period(signed):
    allowed = approval_of(samuel)
    for _ in range(2):  # what fails uses nothing up
        with pytest.raises(AccountTooLong):
            made_by(samuel, most=3, approval=allowed)


def test_nothing_is_given_away_where_there_is_no_copy(settings, tmp_path):
    settings.CHAPERONE_MIRRORS = [tmp_path / "empty"]
    with pytest.raises(NotMirroredYet):
        made_by(samuel)


def test_without_an_approval_nothing_is_taken_away_and_the_attempt_is_on_record(signed):
    signed()
    with ines.acting() as actor, pytest.raises(CopyNotApproved):
        make_account(actor=actor, asked=Asked(), most=5_000, approval=None)
    page = ines.client().post(reverse("ledger:account"), {}, secure=True)
    assert page.status_code == 422
    assert "without an approval" in page.content.decode()
    with inside(LAKESIDE):
        refusal = search(operator(LAKESIDE), event=ACCESS_REFUSED.name).rows[0]
    assert refusal.details["route"] == "ledger:account"
    assert refusal.actor_id == ines.user.id
    samuels = {"approval": approval_of(samuel)}
    assert ines.client().post(reverse("ledger:account"), samuels, secure=True).status_code == 422


def test_the_ledger_says_under_which_approval_it_was_made(signed):
    signed()
    allowed = approval_of(ines)
    asked = {"approval": allowed}
    assert ines.client().post(reverse("ledger:account"), asked, secure=True).status_code == 200
    with inside(LAKESIDE):
        entry = search(operator(LAKESIDE), event=ACCOUNT_MADE.name).rows[0]
    assert entry.details["approval"] == str(allowed)
    again = ines.client().post(reverse("ledger:account"), asked, secure=True)
    assert again.status_code == 422


@pytest.mark.parametrize("wrong", [{"member": "x"}, {"since": "yesterday"}, {"since": "2026-11-02", "until": "2026-11-01"}, {"until": "9999-12-31 23:59"}, {"member": "\x00"}], ids=str)  # fmt: skip
def test_wrong_input_says_so(wrong):
    page = samuel.client().post(reverse("ledger:account"), wrong, secure=True)
    assert page.status_code == 422


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@x", "\t=1", "  =1", "＝1", "|x", "%x", "\n=1"]
)
def test_no_cell_begins_a_formula(cell):
    assert _inert(cell) == f"'{cell}"
    assert _inert("Alice = Bob") == "Alice = Bob"
