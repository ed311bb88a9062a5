"""A restored past does not undo what came after it: attacked on one restore of a lived-in installation."""

import json
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from django.utils import timezone

from chaperone.database.address import Address, password
from chaperone.merkle.audit.directory import verify_directory
from chaperone.merkle.audit.keys import VerifierKey
from chaperone.merkle.errors import BadPlace

pytestmark = pytest.mark.xdist_group("sequencer")


@contextmanager
def as_login(login):
    """As the fixture of that name, for a whole module; with the passwords of the place that is in use."""
    before = {alias: dict(connections[alias].settings_dict) for alias in connections}
    connections.close_all()
    secret = password(settings.CHAPERONE_DATA, login, os.environ)
    for alias in connections:
        connections[alias].settings_dict |= {"USER": f"chaperone_{login}", "PASSWORD": secret}
    try:
        yield
    finally:
        connections.close_all()
        for alias in connections:
            connections[alias].settings_dict |= before[alias]


@pytest.fixture(scope="module")
def past(committing, tmp_path_factory):
    """Backed up; then somebody is destroyed, says STOP, loses access, is answered; then lost and restored."""
    from chaperone.access.actions import end_access
    from chaperone.access.actions.clearances import end_hold
    from chaperone.access.actions.shortening import shorten_holds
    from chaperone.accounts.actions import (
        make_recovery_codes,
        remove_factor,
        request_reset,
        set_password,
    )
    from chaperone.accounts.queries import factors_of
    from chaperone.accounts.requests import Origin
    from chaperone.conversations.models import Delivery
    from chaperone.ledger import log_key
    from tests.cast import (
        HARBOR_NUMBER,
        daniel,
        dewey,
        inside,
        kristopher,
        lee,
        levi,
        maria,
        odelia,
        priya,
        samuel,
        tom,
        ursula,
    )
    from tests.continuity.restoring.scene import Lost, started
    from tests.conversations.scene import Scene
    from tests.retention.scene import destroyed

    with committing() as name:
        folder = tmp_path_factory.mktemp("lost")
        (folder / "keys").mkdir()
        log_key.create(folder / "keys" / "log.key", UUID(int=1))
        lost, scene = Lost(name, folder), Scene(as_login)
        for texter in (ursula, kristopher):
            scene.text(texter, "What foods are high in fiber?")
        scene.answer()
        asked = scene.text(lee, "Can I eat bread?")
        unanswered = scene.text(dewey, "Can I eat rice?", number=HARBOR_NUMBER)
        with inside(kristopher.organization_id):
            Delivery.objects.filter(member=kristopher.member).update(due_at="2100-01-01T00:00Z")
        scene.text(odelia, "STOP")
        scene.answer()
        for person in (maria, samuel):
            make_recovery_codes(user=person.user)
        request_reset(login=tom.email, origin=Origin("192.0.2.1", "tests"))
        lost.sequence()
        shutil.copytree(lost.mirror, folder / "then")
        file = lost.back_up()
        scene.send()
        scene.text(ursula, "Thank you!")
        scene.text(kristopher, "STOP")
        scene.text(odelia, "START")
        scene.answer()
        gone = destroyed(levi, as_login)
        until = timezone.now().date() + timedelta(days=10)
        with samuel.acting() as actor:
            end_access(actor=actor, user_id=daniel.user.id, reason="Left.")
            end_hold(actor=actor, user_id=maria.user.id, clearance="training", reason="Taken back.")
            shorten_holds(actor=actor, clearance="policies", until=until, reason="Read anew.")
        set_password(user=tom.user, password="a new one, which is not in the backup")
        remove_factor(user=priya.user, factor_id=factors_of(priya.user.id)[0].id)
        make_recovery_codes(user=maria.user)
        after = lost.sequence()
        with lost.empty_place() as place:
            report = lost.restore(file, place)
            with started(place):
                yield SimpleNamespace(
                    lost=lost,
                    scene=scene,
                    place=place,
                    report=report,
                    gone=gone,
                    asked=asked,
                    unanswered=unanswered,
                    after=after,
                    until=until,
                    then=folder / "then",
                    file=file,
                )


@pytest.fixture
def key(past):
    return VerifierKey.parse(past.lost.log_key.with_suffix(".pub").read_text())


def test_the_record_goes_on_and_the_auditors_verifier_accepts_it(past, key):
    outside = verify_directory(past.lost.mirror, [key]).checkpoint
    assert outside.size == past.after
    found = verify_directory(past.place / "mirror", [key], seen=[outside])
    (epoch,) = found.restorations
    assert (epoch.bound_size, epoch.bound_root) == (outside.size, outside.root)
    assert epoch.kept == outside.size
    assert (epoch.lost, epoch.unread) == (0, ())
    assert epoch.backup < outside.size < epoch.size <= found.checkpoint.size
    assert past.report.settled["gap"] == epoch.kept - epoch.backup


def test_our_own_verifier_holds_the_epoch_against_what_was_signed(past):
    environment = os.environ | {
        "CHAPERONE_DATA": str(past.place),
        "CHAPERONE_DATABASE_URL": Address(
            connections["default"].settings_dict["HOST"],
            connections["default"].settings_dict["PORT"],
        ).url,
    }

    def verify():
        done = subprocess.run(
            [sys.executable, "-m", "chaperone.cli", "ledger", "verify", "--json"],
            env=environment,
            capture_output=True,
            text=True,
        )
        return done.returncode, json.loads(done.stdout.splitlines()[-1])

    assert verify()[0] == 0
    admin = Address.parse(environment["CHAPERONE_DATABASE_URL"])
    secret = (past.place / "secrets" / "administrator").read_text()
    with psycopg.connect(
        host=admin.host,
        port=admin.port,
        dbname="chaperone",
        user="postgres",
        password=secret,
        autocommit=True,
    ) as attack:
        attack.execute("set session_replication_role = replica")
        attack.execute("update ledger_epoch set kept = kept + 1")
        code, said = verify()
        attack.execute("update ledger_epoch set kept = kept - 1")
    assert (code, said["place"], said["problem"]) == (1, "epoch 0", "it is not what the log signed")


def test_a_log_that_was_cut_and_has_no_epoch_is_refused(past, key):
    seen = verify_directory(past.lost.mirror, [key]).checkpoint
    with pytest.raises(BadPlace, match="which were signed"):
        verify_directory(past.then, [key], seen=[seen])


def test_an_epoch_that_was_forged_is_refused(past, key, tmp_path):
    shutil.copytree(past.place / "mirror", tmp_path / "mirror")
    statement = tmp_path / "mirror" / "restored" / "000"
    text = statement.read_text()
    statement.write_text(text.replace("restored ", "restored 1", 1))
    with pytest.raises(BadPlace, match="restored/000"):
        verify_directory(tmp_path / "mirror", [key])


def test_who_was_destroyed_cannot_be_read(past):
    from chaperone.members.models import Member
    from chaperone.vault.models import Key
    from tests.cast import LAKESIDE, inside

    with inside(LAKESIDE):
        member = Member.objects.get(id=past.gone)
        assert member.destroyed_at is not None
        assert member.name is None
        assert not Key.objects.filter(member_id=past.gone).exists()
    assert past.report.settled["repeated"]["retention.member.destroyed"] == 1


def test_who_said_stop_gets_no_text(past):
    from chaperone.members.models import Suppression
    from tests.cast import LAKESIDE, inside, kristopher

    with inside(LAKESIDE):
        assert Suppression.objects.filter(phone_index=kristopher.member.phone_index).exists()


def test_ended_access_stays_ended(past):
    from django.db import transaction

    from chaperone.access.queries import enter
    from tests.cast import daniel

    with transaction.atomic():
        assert enter(daniel.user, address="192.0.2.1") is None
    assert not daniel.user.is_active


def test_who_said_start_after_stop_waits_for_a_person(past):
    from chaperone.members.models import Suppression
    from tests.cast import LAKESIDE, grace, inside, odelia

    # A later STOP could be among what was lost: only she herself says START again.
    with inside(LAKESIDE):
        assert Suppression.objects.filter(phone_index=odelia.member.phone_index).exists()
    told = grace.client().get("/continuity/restored/", secure=True).content.decode()
    (line,) = [each for each in told.split("<li>") if odelia.name in each]
    assert "gets no texts" in line


def test_a_clearance_that_was_taken_back_or_shortened_stays_so(past):
    from chaperone.access.models import Hold
    from tests.cast import LAKESIDE, inside, maria

    with inside(LAKESIDE):
        held = Hold.objects.filter(ended_at=None)
        assert not held.filter(user=maria.user, name="training").exists()
        assert held.filter(name="training").exists()
        longest = held.filter(name="policies").order_by("-until").first()
        assert longest.until == past.until
    assert past.report.settled["repeated"]["access.clearance.ended"] == 1
    assert past.report.settled["repeated"]["access.clearance.shortened"] == 1


def test_a_changed_password_and_the_links_of_before_open_nothing(past):
    from chaperone.accounts.models import Link
    from tests.cast import samuel, tom

    assert not tom.user.check_password(tom.credentials["password"])
    assert not tom.user.has_usable_password()
    assert tom.user.is_active
    links = Link.objects.filter(user=tom.user)
    assert links.exists()
    assert not links.filter(revoked_at=None).exists()
    # Nobody else has to set one.
    assert samuel.user.check_password(samuel.credentials["password"])


def test_a_removed_factor_is_gone_and_so_is_the_password_beside_it(past):
    """Without a factor nobody is mailed a way in: an administrator makes sure of them first."""
    from chaperone.accounts.queries import has_factor
    from tests.cast import priya, samuel

    assert not has_factor(priya.user.id)
    assert not priya.user.has_usable_password()
    assert has_factor(samuel.user.id)


def test_recovery_codes_of_before_the_new_ones_are_gone(past):
    from chaperone.accounts.queries import codes_left
    from tests.cast import maria, samuel

    assert codes_left(maria.user.id) == 0
    assert codes_left(samuel.user.id) == 10


def test_sessions_of_the_past_have_ended(past):
    from chaperone.accounts.models import Session
    from tests.cast import samuel

    assert not Session.objects.filter(user=samuel.user, ended_at=None).exists()


def test_a_text_that_was_sent_is_not_sent_again_and_another_waits_for_a_person(past):
    from tests.cast import HARBOR, kristopher, ursula

    before = [(each.state, each.attempts) for each in past.scene.deliveries(ursula)]
    past.scene.work()
    # Its receipt had come as well, as the record shows; nothing was tried here.
    assert before == [("delivered", 0)]
    assert [(each.state, each.attempts) for each in past.scene.deliveries(ursula)] == before
    assert {each.state for each in past.scene.deliveries(kristopher)} == {"restored"}
    # Lee was answered after the backup, as the record shows; Dewey was not.
    assert past.scene.turn(past.asked).state == "answered"
    past.scene.work(HARBOR)
    assert past.scene.turn(past.unanswered, HARBOR).state == "restored"


def test_what_saves_a_life_goes_out_and_nothing_else(past):
    from tests.cast import lee, ursula

    past.scene.text(lee, "I have crushing chest pain and cannot breathe")
    past.scene.text(ursula, "Is tea fine?")
    past.scene.work()
    kinds = {each.kind: each.state for each in past.scene.deliveries(lee)}
    assert kinds["safety"] in ("sent", "delivered")
    assert past.scene.deliveries(ursula)[-1].state == "pending"


def test_a_person_reconciles_and_texts_go_out_again(past):
    from chaperone.conversations.models import Delivery, OutboxHold
    from tests.cast import LAKESIDE, grace, inside, ursula

    client = grace.client()
    page = client.get("/continuity/restored/", secure=True)
    assert page.status_code == 200
    told = page.content.decode()
    assert "restored from a backup" in told
    with inside(LAKESIDE):
        waiting = list(Delivery.objects.filter(state="restored").values_list("id", flat=True))
    refused = client.post("/continuity/restored/lift/", secure=True)
    assert refused.status_code == 409
    asked = {f"decision-{each}": "drop" for each in waiting} | {f"decision-{past.asked}": "leave"}
    client.post("/continuity/restored/", asked, secure=True)
    assert client.post("/continuity/restored/lift/", secure=True).status_code == 302
    with inside(LAKESIDE):
        assert set(Delivery.objects.filter(id__in=waiting).values_list("state", flat=True)) == {
            "withheld"
        }
        assert not OutboxHold.objects.filter(lifted_at=None).exists()
    past.scene.work()
    assert past.scene.deliveries(ursula)[-1].state in ("sent", "delivered")


@pytest.mark.parametrize(
    "asked",
    [
        {"decision-x": "send"},
        {"decision-" + "0" * 8: "drop"},
        {f"decision-{UUID(int=5)}": "burn"},
        {f"decision-{UUID(int=5)}": ["send", "drop"]},
    ],
)
def test_what_makes_no_sense_is_refused(past, asked):
    from tests.cast import grace

    assert grace.client().post("/continuity/restored/", asked, secure=True).status_code == 400
