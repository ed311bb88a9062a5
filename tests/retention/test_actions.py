"""A member's data is destroyed by two people and a worker, wholly or not at all."""

import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from chaperone.access.actors import assistant
from chaperone.access.witness import witnessed
from chaperone.carriers.handset.actions import send_from_handset
from chaperone.carriers.models import UnknownText
from chaperone.conversations.models import Delivery, Message, Turn
from chaperone.ledger.errors import NotRecorded
from chaperone.members.actions import enrol_member, stop_texts, take_back_member
from chaperone.members.contacting import record_contact
from chaperone.members.errors import DestructionAsked
from chaperone.members.models import Contact, Member, Suppression
from chaperone.members.particulars import Particulars
from chaperone.members.queries import find_by_phone, is_suppressed
from chaperone.members.tasks import destroy, sweep
from chaperone.retention import actions, certificates, registry
from chaperone.retention.actions import (
    anything_due,
    approve,
    ask,
    carry_out,
    refuse,
    withdraw,
    write_anew,
)
from chaperone.retention.certificates import NO_BACKUPS, copy_line, digest_of, said_by
from chaperone.retention.errors import (
    AlreadyAsked,
    NoSuchDestruction,
    NotToBeDestroyed,
    NotWaiting,
    OwnQuestion,
)
from chaperone.retention.models import Certificate, Destruction
from chaperone.retention.registry import Left
from chaperone.vault import keeping
from chaperone.vault.errors import KeyMissing
from chaperone.vault.keyring import keyring
from chaperone.vault.models import Key, Purpose
from tests.cast import (
    HARBOR,
    LAKESIDE,
    LAKESIDE_NUMBER,
    grace,
    inside,
    kristopher,
    lee,
    samuel,
    tom,
    ursula,
)
from tests.conversations.scene import Scene
from tests.retention.scene import (
    approved,
    asked,
    certificate_of,
    destroyed,
    ended,
    without_ledger,
)
from tests.web.administration.asking import entries

pytestmark = pytest.mark.usefixtures("committed")


def id_of(texter):
    with inside(texter.organization_id):
        return texter.member.id


def run(statement):
    with inside(LAKESIDE), connection.cursor() as cursor:
        cursor.execute(statement)


def keys_of(member_id):
    with inside(LAKESIDE):
        return list(Key.objects.filter(member_id=member_id))


def test_the_key_and_what_identifies_the_member_are_gone(as_login):
    scene = Scene(as_login)
    scene.text(ursula, "What is A1C?")
    scene.work()
    with inside(LAKESIDE):
        messages = Message.objects.filter(member=ursula.member).count()
    with grace.acting() as actor:
        known = Particulars("ME", "es", "ana@mail.example", True)
        record_contact(actor=actor, member=ursula.member, particulars=known)
    (key,) = keys_of(id_of(ursula))
    member_id = destroyed(ursula, as_login)
    assert keys_of(member_id) == []
    with inside(LAKESIDE):
        row = Member.objects.get(id=member_id)
        assert (row.name, row.phone, row.birth_date, row.phone_index) == (None,) * 4
        assert row.state == ""
        assert not Contact.objects.filter(member_id=member_id, email__isnull=False).exists()
        assert not Contact.objects.filter(member_id=member_id, electronic=True).exists()
        assert row.destroyed_at
        assert find_by_phone(organization_id=LAKESIDE, number=ursula.phone) is None
    said = said_by(certificate_of(member_id))
    counts = {(each["table"], each["element"]): each["values"] for each in said["sealed_values"]}
    assert counts["members_member", "name"] == 1
    assert counts["conversations_message", "body"] == messages >= 2
    assert [each["id"] for each in said["keys"]] == [str(key.id)]


def test_what_was_sealed_under_the_key_does_not_open_any_more(as_login):
    Scene(as_login).text(ursula, "What is A1C?")
    member_id = destroyed(ursula, as_login)
    actor = assistant(LAKESIDE)
    with inside(LAKESIDE), witnessed(actor, purpose="treatment", place="tests"):
        message = Message.objects.filter(member_id=member_id).first()
        with pytest.raises(KeyMissing):
            message.body.open()


def test_every_version_of_the_key_is_destroyed(as_login):
    member_id = ended(ursula)
    with as_login("owner"), inside(LAKESIDE):
        Key.objects.filter(member_id=member_id).update(state="retired", retired_at=timezone.now())
        keyring.create_member(LAKESIDE, member_id)
    approved(member_id)
    with as_login("worker"):
        carry_out(organization_id=LAKESIDE)
    assert keys_of(member_id) == []
    assert len(said_by(certificate_of(member_id))["keys"]) == 2


def test_nobody_else_is_touched(as_login):
    def others():
        with inside(LAKESIDE):
            found = Key.objects.exclude(member_id=member_id)
            return set(found.values_list("id", flat=True))

    member_id = id_of(ursula)
    before = others()
    destroyed(ursula, as_login)
    assert others() == before
    with inside(LAKESIDE), witnessed(assistant(LAKESIDE), purpose="treatment", place="tests"):
        assert kristopher.member.name.open() == kristopher.name


def test_the_process_that_did_it_forgets_the_key_and_others_within_five_minutes(
    as_login, monkeypatch
):
    (key,) = keys_of(id_of(ursula))
    with inside(LAKESIDE):
        blob = ursula.member.name.blob
        keyring.opening_key(LAKESIDE, blob)
    kept = keeping.memory.sealing.by_id[key.id.bytes]
    destroyed(ursula, as_login)
    assert key.id.bytes not in keeping.memory.sealing.by_id
    # As if another process had kept it: until its time is over, and no longer.
    assert kept.until - keeping.time.monotonic() <= 300
    keeping.memory.sealing.by_id[key.id.bytes] = kept._replace(until=0.0)
    with inside(LAKESIDE), pytest.raises(KeyMissing):
        keyring.opening_key(LAKESIDE, blob)


def test_the_ledger_says_who_asked_who_approved_and_has_the_certificate_s_hash(
    as_login, monkeypatch
):
    member_id = destroyed(ursula, as_login)
    certificate = certificate_of(member_id)
    (entry,) = entries("retention.member.destroyed")
    assert entry.id == certificate.entry_id
    assert entry.members == (member_id,)
    assert entry.details["sha256"] == hashlib.sha256(certificate.content.encode()).hexdigest()
    assert entry.details["asked_by"] == str(grace.user.id)
    assert entry.details["decided_by"] == str(samuel.user.id)
    assert [each.actor_id for each in entries("retention.destruction.asked")] == [grace.user.id]
    assert [each.actor_id for each in entries("retention.destruction.approved")] == [samuel.user.id]
    assert entries("retention.tables.rewritten") == []
    monkeypatch.setattr(actions, "SNAPSHOTS_END", timedelta(0))
    with as_login("worker"):
        write_anew(organization_id=LAKESIDE)
    (anew,) = entries("retention.tables.rewritten")
    assert anew.details["destructions"] == [str(certificate.destruction_id)]


def test_the_certificate_holds_no_phi(as_login):
    Scene(as_login).text(ursula, "What is A1C?")
    content = certificate_of(destroyed(ursula, as_login)).content
    for phi in (*ursula.name.split(), ursula.phone, ursula.phone[-4:], "A1C"):
        assert phi not in content


def test_the_certificate_says_what_is_not_known_of_copies(as_login, monkeypatch):
    monkeypatch.setattr(registry, "_backups", None)
    said = said_by(certificate_of(destroyed(ursula, as_login)))
    assert (said["last_backup_expires"], said["copies"]) == (NO_BACKUPS, [])
    until = datetime(2027, 1, 1, tzinfo=UTC)
    copies = [Left("Ours", until, "Each day."), Left("Log", until - timedelta(days=1), "")]
    monkeypatch.setattr(registry, "_backups", lambda _: copies)
    said = said_by(certificate_of(destroyed(kristopher, as_login)))
    assert said["last_backup_expires"] == "2027-01-01T00:00:00+00:00"
    assert [each["what"] for each in said["copies"]] == ["Ours", "Log"]
    monkeypatch.setattr(registry, "_backups", lambda _: [*copies, Left("Theirs", None, "By hand.")])
    certificate = certificate_of(destroyed(lee, as_login))
    said = said_by(certificate)
    assert said["last_backup_expires"] == (
        "not known of: Theirs; the others by 2027-01-01T00:00:00+00:00"
    )
    assert copy_line(said["copies"][2]) == "Theirs: not known until when. By hand."
    monkeypatch.setattr(registry, "_backups", lambda _: [])
    assert certificates.left_in_copies(LAKESIDE)["last_backup_expires"] == "no backup holds it"


def test_stop_stays_in_force_for_whoever_has_the_number_next(as_login):
    with grace.acting() as actor:
        stop_texts(actor=actor, member=ursula.member)
        team = ursula.member.care_team_id
    destroyed(ursula, as_login)
    with inside(LAKESIDE):
        assert Suppression.objects.count() == 1
    with grace.acting() as actor:
        again = enrol_member(actor=actor, care_team_id=team, name="Nora", phone=ursula.phone)
        assert is_suppressed(again)


def test_a_text_from_the_number_is_a_stranger_s(as_login):
    member_id = destroyed(ursula, as_login)
    accepted = send_from_handset(sender=ursula.phone, recipient=LAKESIDE_NUMBER, body="Hello again")
    assert accepted.member_id is None
    with inside(LAKESIDE):
        assert UnknownText.objects.count() == 1
        assert not Message.objects.filter(member_id=member_id).exists()


def test_nothing_waits_any_more(as_login):
    scene = Scene(as_login)
    first = scene.text(ursula, "What is A1C?")
    scene.answer()
    second = scene.text(ursula, "And what is insulin?")
    member_id = destroyed(ursula, as_login)
    with inside(LAKESIDE):
        states = set(Delivery.objects.filter(member_id=member_id).values_list("state", flat=True))
        assert states == {"withheld"}
        assert {Turn.objects.get(id=each).state for each in (first, second)} <= {
            "answered",
            "silent",
        }
    # Nothing is left for workers, which would find no key.
    scene.work()


def test_only_an_ended_membership():
    with grace.acting() as actor, pytest.raises(NotToBeDestroyed, match="End it first"):
        ask(actor=actor, member_id=ursula.member.id, basis="member")


def test_not_while_a_text_is_with_the_carrier(as_login):
    scene = Scene(as_login)
    scene.text(ursula, "What is A1C?")
    scene.answer()
    member_id = ended(ursula)
    with inside(LAKESIDE):
        Delivery.objects.filter(member_id=member_id).update(state="sending")
    with pytest.raises(NotToBeDestroyed, match="being sent"):
        asked(member_id)


def test_what_cannot_be_done_now_waits_and_holds_up_nobody(as_login):
    scene = Scene(as_login)
    scene.text(ursula, "What is A1C?")
    scene.answer()
    first, second = ended(ursula), ended(kristopher)
    approved(first)
    approved(second)
    with inside(LAKESIDE):
        Delivery.objects.filter(member_id=first).update(state="sending")
    with as_login("worker"):
        assert carry_out(organization_id=LAKESIDE) == 1
    assert keys_of(second) == []
    assert len(keys_of(first)) == 1
    with inside(LAKESIDE):
        Delivery.objects.filter(member_id=first).update(state="sent")
    with as_login("worker"):
        assert carry_out(organization_id=LAKESIDE) == 1
    assert keys_of(first) == []


def test_it_is_asked_for_once():
    member_id = ended(ursula)
    asked(member_id)
    with pytest.raises(AlreadyAsked):
        asked(member_id)


def test_nobody_approves_what_they_asked_for():
    destruction_id = asked(ended(ursula))
    with grace.acting() as actor, pytest.raises(OwnQuestion):
        approve(actor=actor, destruction_id=destruction_id)
    # Nor does the database let it stand.
    with (
        inside(LAKESIDE),
        pytest.raises(IntegrityError, match="four_eyes"),
        transaction.atomic(),
    ):
        Destruction.objects.filter(id=destruction_id).update(
            state="approved", decided_by=grace.user.id
        )


def test_what_is_decided_is_decided():
    destruction_id = asked(ended(ursula))
    with samuel.acting() as actor:
        refuse(actor=actor, destruction_id=destruction_id)
        with pytest.raises(NotWaiting):
            approve(actor=actor, destruction_id=destruction_id)
    with grace.acting() as actor, pytest.raises(NotWaiting):
        withdraw(actor=actor, destruction_id=destruction_id)
    assert len(entries("retention.destruction.declined")) == 1


def test_who_asked_takes_it_back_and_nobody_else():
    member_id = ended(ursula)
    destruction_id = asked(member_id)
    with samuel.acting() as actor, pytest.raises(NoSuchDestruction):
        withdraw(actor=actor, destruction_id=destruction_id)
    with grace.acting() as actor:
        withdraw(actor=actor, destruction_id=destruction_id)
    assert len(entries("retention.destruction.withdrawn")) == 1
    asked(member_id)


def test_another_organization_finds_nothing():
    destruction_id = asked(ended(ursula))
    with tom.acting() as actor, pytest.raises(NoSuchDestruction):
        approve(actor=actor, destruction_id=destruction_id)
    with inside(HARBOR):
        assert not Destruction.objects.exists()


def test_a_membership_that_is_to_be_destroyed_is_not_taken_up_again():
    member_id = ended(ursula)
    destruction_id = asked(member_id)
    with grace.acting() as actor:
        with pytest.raises(DestructionAsked):
            take_back_member(actor=actor, member=ursula.member, reason="Came back.")
        withdraw(actor=actor, destruction_id=destruction_id)
        take_back_member(actor=actor, member=ursula.member, reason="Came back.")


def test_one_transaction_or_none(as_login, monkeypatch):
    Scene(as_login).text(ursula, "What is A1C?")
    member_id = ended(ursula)
    approved(member_id)
    monkeypatch.setattr(Certificate, "save", _broken)
    with as_login("worker"), pytest.raises(RuntimeError):
        carry_out(organization_id=LAKESIDE)
    assert len(keys_of(member_id)) == 1
    assert entries("retention.member.destroyed") == []
    with inside(LAKESIDE):
        assert ursula.member.destroyed_at is None
    monkeypatch.undo()
    with as_login("worker"):
        assert carry_out(organization_id=LAKESIDE) == 1
        assert carry_out(organization_id=LAKESIDE) == 0


def _broken(*args, **arguments):
    raise RuntimeError


def test_no_ledger_no_destruction(as_login):
    member_id = ended(ursula)
    approved(member_id)
    without_ledger(as_login, "worker")
    with as_login("worker"), pytest.raises(NotRecorded):
        carry_out(organization_id=LAKESIDE)
    assert len(keys_of(member_id)) == 1


def test_no_other_login_can_destroy_a_key(as_login):
    member_id = id_of(ursula)
    for login in ("web", "sequencer", "auditor", "backup"):
        for statement in (
            f"DELETE FROM vault_key WHERE member_id = '{member_id}'",
            f"SELECT vault_shred('{member_id}')",
        ):
            with as_login(login), pytest.raises(DatabaseError, match=r"permission|read-only"):
                run(statement)
    with as_login("worker"), pytest.raises(DatabaseError, match="permission"):
        run(f"DELETE FROM vault_key WHERE member_id = '{member_id}'")
    assert len(keys_of(member_id)) == 1


def test_a_worker_destroys_no_key_but_a_member_s_of_the_organization_in_context(as_login):
    with inside(LAKESIDE):
        before = Key.objects.count()
        shared = Key.objects.get(purpose=Purpose.SHARED, organization_id=LAKESIDE).id
    for organization_id, wanted in ((HARBOR, id_of(ursula)), (LAKESIDE, shared), (LAKESIDE, None)):
        with as_login("worker"), inside(organization_id), connection.cursor() as cursor:
            cursor.execute("SELECT * FROM vault_shred(%s)", [wanted])
            assert cursor.fetchall() == []
    with inside(LAKESIDE):
        assert Key.objects.count() == before


def test_a_certificate_is_never_changed(as_login):
    member_id = destroyed(ursula, as_login)
    before = digest_of(certificate_of(member_id))
    for login in ("owner", "web", "worker"):
        for statement in (
            "UPDATE retention_certificate SET content = '{}'",
            "DELETE FROM retention_certificate",
            "TRUNCATE retention_certificate",
        ):
            with as_login(login), pytest.raises(DatabaseError, match=r"never changed|permission"):
                run(statement)
    assert digest_of(certificate_of(member_id)) == before


def test_tables_are_written_anew_and_again_where_that_failed(as_login, monkeypatch):
    with as_login("owner"), connection.cursor() as cursor:
        cursor.execute("REVOKE EXECUTE ON FUNCTION members_write_anew() FROM chaperone_worker")
    member_id = ended(ursula)
    approved(member_id)
    with as_login("worker"), pytest.raises(DatabaseError):
        carry_out(organization_id=LAKESIDE)
    assert keys_of(member_id) == []
    with inside(LAKESIDE):
        assert Destruction.objects.get().written_anew_at is None
    with as_login("owner"), connection.cursor() as cursor:
        cursor.execute("GRANT EXECUTE ON FUNCTION members_write_anew() TO chaperone_worker")
    with as_login("worker"):
        write_anew(organization_id=LAKESIDE)
        with inside(LAKESIDE):
            assert anything_due(organization_id=LAKESIDE)
    monkeypatch.setattr(actions, "SNAPSHOTS_END", timedelta(0))
    with as_login("worker"):
        write_anew(organization_id=LAKESIDE)
        with inside(LAKESIDE):
            assert not anything_due(organization_id=LAKESIDE)
    with inside(LAKESIDE):
        assert Destruction.objects.get().written_anew_at


def test_the_sweep_finds_what_a_lost_nudge_left(as_login):
    member_id = ended(ursula)
    approved(member_id)
    with as_login("worker"):
        sweep(timestamp=0)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT args FROM procrastinate_jobs WHERE task_name = 'members.destroy'"
            )
            jobs = [row[0] for row in cursor.fetchall()]
        assert {"organization_id": str(LAKESIDE)} in [
            job if isinstance(job, dict) else json.loads(job) for job in jobs
        ]
        destroy(organization_id=str(LAKESIDE))
    assert keys_of(member_id) == []
