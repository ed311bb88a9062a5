"""Keys that take the place of others while everything goes on."""

import json
from datetime import timedelta
from threading import Event, Thread
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, connections, transaction

from chaperone.access.actors import assistant
from chaperone.access.witness import witnessed
from chaperone.crypto.errors import ProviderMisconfigured
from chaperone.crypto.providers.file import FileKeyProvider
from chaperone.database.identifiers import PLATFORM, new_id
from chaperone.vault import provider, rotation
from chaperone.vault.errors import KeyMissing, NotRotated
from chaperone.vault.keyring import keyring
from chaperone.vault.models import Key, Purpose, State
from chaperone.vault.registry import OPERATOR
from chaperone.vault.shredding import shred
from tests.cast import HARBOR, LAKESIDE, inside, ursula

pytestmark = pytest.mark.usefixtures("as_worker")


@pytest.fixture
def as_worker(committed, as_login):
    keyring.forget()
    with as_login("worker"):
        yield
    keyring.forget()


@pytest.fixture
def rested(monkeypatch):
    monkeypatch.setattr(rotation, "RESTS", timedelta(0))


def keys(organization_id: UUID, **which: object) -> list[Key]:
    with inside(organization_id):
        return list(Key.objects.filter(organization_id=organization_id, **which))


def name_of_ursula() -> str:
    with inside(LAKESIDE), witnessed(assistant(LAKESIDE), purpose="treatment", place="test"):
        return ursula.member.name.open()


def events(name: str) -> int:
    with inside(LAKESIDE), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_entry WHERE event = %s", [name])
        return cursor.fetchone()[0]


@pytest.fixture
def events_of(as_login):
    def count(name: str) -> int:
        with as_login("auditor"):
            return events(name)

    return count


def test_an_organizations_key_is_replaced_and_all_others_are_wrapped_anew(rested, events_of):
    (old,) = keys(LAKESIDE, purpose="organization")
    others = keys(LAKESIDE, wrapped_by=str(old.id))
    moved = rotation.rotate_organization(organization_id=LAKESIDE, by=OPERATOR)
    assert moved == len(others) > 10
    (new,) = keys(LAKESIDE, purpose="organization", state=State.ACTIVE)
    assert {key.wrapped_by for key in keys(LAKESIDE, member_id__isnull=False)} == {str(new.id)}
    assert name_of_ursula() == ursula.name
    assert rotation.destroy_wrapping(organization_id=LAKESIDE) == 1
    assert [key.id for key in keys(LAKESIDE, purpose="organization")] == [new.id]
    keyring.forget()
    assert name_of_ursula() == ursula.name
    for event in ("vault.key.retired", "vault.keys.rewrapped", "vault.key.destroyed"):
        assert events_of(event) == 1, event


def test_keys_are_wrapped_anew_while_others_clear_the_memory(monkeypatch):
    """Another thread may wipe what is kept between any two keys."""
    plain = rotation.wrap_under

    def wiped_first(*given):
        keyring.forget()
        plain(*given)

    monkeypatch.setattr(rotation, "wrap_under", wiped_first)
    assert rotation.rotate_organization(organization_id=LAKESIDE, by=OPERATOR) > 10
    keyring.forget()
    assert name_of_ursula() == ursula.name


def test_other_organizations_keys_are_left_alone():
    before = [bytes(key.wrapped) for key in keys(HARBOR)]
    rotation.rotate_organization(organization_id=LAKESIDE, by=OPERATOR)
    assert [bytes(key.wrapped) for key in keys(HARBOR)] == before


def test_a_retired_key_stays_until_its_time_is_over():
    rotation.rotate_organization(organization_id=LAKESIDE, by=OPERATOR)
    assert rotation.destroy_wrapping(organization_id=LAKESIDE) == 0
    assert len(keys(LAKESIDE, purpose="organization")) == 2


def test_a_key_made_under_the_old_one_by_a_process_that_did_not_know_is_wrapped_anew(rested):
    """It held the old key in memory: nothing it makes may be lost."""
    (old,) = keys(LAKESIDE, purpose="organization")
    rotation.rotate_organization(organization_id=LAKESIDE, by=OPERATOR)
    member = new_id()
    with inside(LAKESIDE):
        from chaperone.vault.wrapping import keep_secret, memory

        kept = keep_secret(old)
        memory.secrets.in_force[kept.slot] = kept
        keyring.create_member(LAKESIDE, member)
    (straggler,) = keys(LAKESIDE, member_id=member)
    assert straggler.wrapped_by == str(old.id)
    assert rotation.destroy_wrapping(organization_id=LAKESIDE) == 0
    assert rotation.rewrap(organization_id=LAKESIDE) == 1
    keyring.forget()
    with inside(LAKESIDE):
        assert keyring.sealing_key(LAKESIDE, Purpose.MEMBER, member).id == straggler.id
    assert rotation.destroy_wrapping(organization_id=LAKESIDE) == 1


def test_the_database_refuses_to_lose_a_key_that_wraps_another(rested):
    """Even where the program forgets to look, and while the other is only being made."""
    (old,) = keys(LAKESIDE, purpose="organization")
    rotation.rotate_organization(organization_id=LAKESIDE, by=OPERATOR)
    with inside(LAKESIDE):
        made, _ = rotation.make(LAKESIDE, Purpose.MEMBER, new_id())
        made.wrapped_by = str(old.id)
        made.save(force_insert=True)
    with pytest.raises(IntegrityError, match="foreign key"), inside(LAKESIDE):
        rotation.destroy([old], by=OPERATOR)
    assert len(keys(LAKESIDE, purpose="organization")) == 2


def test_broken_off_it_is_ended_by_the_next_sweep(monkeypatch):
    monkeypatch.setattr(rotation, "_AT_ONCE", 3)
    some = rotation._rewrap_some
    rounds = []

    def breaks_off(organization_id):
        rounds.append(1)
        if len(rounds) == 2:
            raise KeyboardInterrupt
        return some(organization_id)

    monkeypatch.setattr(rotation, "_rewrap_some", breaks_off)
    with pytest.raises(KeyboardInterrupt):
        rotation.rotate_organization(organization_id=LAKESIDE, by=OPERATOR)
    assert name_of_ursula() == ursula.name
    monkeypatch.setattr(rotation, "_rewrap_some", some)
    assert rotation.rewrap(organization_id=LAKESIDE) == len(keys(LAKESIDE)) - 2 - 3
    assert name_of_ursula() == ursula.name


def test_sealing_and_opening_go_on_while_keys_are_replaced():
    """Other threads with connections and transactions of their own, forgetting keys as they go."""
    stop, done, problems = Event(), [], []

    def work() -> None:
        while not stop.is_set():
            try:
                member = new_id()
                with inside(LAKESIDE):
                    keyring.create_member(LAKESIDE, member)
                with inside(LAKESIDE):
                    keyring.sealing_key(LAKESIDE, Purpose.MEMBER, member)
                assert name_of_ursula() == ursula.name
                done.append(member)
            except Exception as problem:  # noqa: BLE001  # told by the test
                problems.append(problem)
                break
        connections.close_all()

    threads = [Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(4):
            reached = len(done) + 3
            rotation.rotate_organization(organization_id=LAKESIDE, by=OPERATOR)
            rotation.rotate_values(organization_id=LAKESIDE, purpose=Purpose.MEMBER, by=OPERATOR)
            while len(done) < reached and not problems:
                stop.wait(0.01)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert problems == []
    rotation.rewrap(organization_id=LAKESIDE)
    keyring.forget()
    with inside(LAKESIDE):
        for member in done:
            keyring.sealing_key(LAKESIDE, Purpose.MEMBER, member)


def test_member_keys_are_replaced_and_the_old_ones_open(events_of):
    before = {key.member_id: key.id for key in keys(LAKESIDE, purpose="member")}
    count = rotation.rotate_values(organization_id=LAKESIDE, purpose=Purpose.MEMBER, by=OPERATOR)
    assert count == len(before)
    now = {key.member_id: key.id for key in keys(LAKESIDE, purpose="member", state=State.ACTIVE)}
    assert before.keys() == now.keys()
    assert not set(before.values()) & set(now.values())
    assert name_of_ursula() == ursula.name
    with inside(LAKESIDE):
        member = ursula.member
        assert keyring.sealing_key(LAKESIDE, Purpose.MEMBER, member.id).id == now[member.id]
    assert events_of("vault.key.retired") == 1


def test_only_some_members_keys_can_be_replaced():
    with inside(LAKESIDE):
        chosen = ursula.member.id
    done = rotation.rotate_values(
        organization_id=LAKESIDE, purpose=Purpose.MEMBER, by=OPERATOR, members=[chosen]
    )
    assert done == 1
    assert [key.member_id for key in keys(LAKESIDE, state=State.RETIRED)] == [chosen]


def test_ledger_keys_are_replaced_and_never_destroyed(rested, events_of, as_login):
    (old,) = keys(LAKESIDE, purpose="ledger")
    rotation.rotate_values(organization_id=LAKESIDE, purpose=Purpose.LEDGER, by=OPERATOR)
    with pytest.raises(NotRotated), inside(LAKESIDE):
        rotation.destroy([Key.objects.get(id=old.id)], by=OPERATOR)
    assert len(keys(LAKESIDE, purpose="ledger")) == 2


def test_what_wraps_or_indexes_is_not_replaced_as_a_sealing_key():
    for purpose in (Purpose.ORGANIZATION, Purpose.INDEX):
        with pytest.raises(NotRotated):
            rotation.rotate_values(organization_id=LAKESIDE, purpose=purpose, by=OPERATOR)


def test_nobody_destroys_a_key_in_force_or_one_of_another_organization(rested):
    (mine,) = keys(LAKESIDE, purpose="shared")
    platform = keys(PLATFORM, purpose="shared")
    for each in (mine, *platform, *keys(HARBOR, purpose="shared")):
        with pytest.raises(NotRotated), inside(LAKESIDE):
            rotation.destroy([each], by=OPERATOR)


@pytest.mark.parametrize("login", ["web", "auditor"])
def test_only_workers_may_replace_keys(as_login, login):
    with as_login(login), pytest.raises(Exception, match="permission denied"):
        rotation.rotate_organization(organization_id=LAKESIDE, by=OPERATOR)


def test_a_member_whose_key_is_destroyed_meanwhile_is_left_with_none():
    """The one who destroys waits for the one who replaces, and then sees the new key as well."""
    with inside(LAKESIDE):
        member = ursula.member.id
    gone: list[int] = []

    def destroys() -> None:
        with inside(LAKESIDE):
            gone.append(len(shred(member_id=member)))
        connections.close_all()

    thread = Thread(target=destroys)
    with inside(LAKESIDE):
        rotation._one_at_a_time(LAKESIDE)
        thread.start()
        thread.join(0.3)
        assert gone == []
        rotation._replace([rotation.in_force((LAKESIDE, Purpose.MEMBER, member))], OPERATOR)
    thread.join()
    assert gone == [2]
    assert keys(LAKESIDE, member_id=member) == []


# The root key


@pytest.fixture
def installation(settings, tmp_path):
    """The tests' root key, and another to change to, in a data folder of this test's own."""
    folder = tmp_path / "keys"
    folder.mkdir()
    (folder / "root.key").write_bytes((settings.CHAPERONE_KEYS / "root.key").read_bytes())
    (folder / "root.key").chmod(0o600)
    FileKeyProvider.create(folder / "second.key")
    (tmp_path / "secrets").symlink_to(settings.CHAPERONE_DATA / "secrets")
    settings.CHAPERONE_DATA, settings.CHAPERONE_KEYS = tmp_path, folder
    provider.forget_providers()

    def configure(path: str, *former: str) -> None:
        described = [{"provider": "file", "path": each} for each in (path, *former)]
        whole = {"keys": {**described[0], "former": described[1:]}}
        (tmp_path / "config.json").write_text(json.dumps(whole))

    yield configure
    provider.forget_providers()


def test_the_root_key_is_replaced_while_the_former_still_unwraps(installation, events_of):
    installation("second.key", "root.key")
    # As a process that has not read the settings anew.
    keyring.forget()
    assert name_of_ursula() == ursula.name
    provider.forget_providers()
    assert rotation.rotate_root(organization_id=LAKESIDE, by=OPERATOR) == 1
    assert rotation.rotate_root(organization_id=LAKESIDE, by=OPERATOR) == 0
    installation("second.key")
    provider.forget_providers()
    keyring.forget()
    assert name_of_ursula() == ursula.name
    assert events_of("vault.keys.rewrapped") == 1


def test_a_process_that_knows_only_the_old_root_key_finds_the_new_one(installation):
    name_of_ursula()
    assert [each.key_id for each in provider._loaded] == [provider.root_key().key_id]
    stale = list(provider._loaded)
    installation("second.key", "root.key")
    provider.forget_providers()
    rotation.rotate_root(organization_id=LAKESIDE, by=OPERATOR)
    provider._loaded[:] = stale
    keyring.forget()
    assert name_of_ursula() == ursula.name


def test_without_the_former_root_key_it_says_which_is_missing(installation):
    installation("second.key")
    provider.forget_providers()
    keyring.forget()
    with pytest.raises(ProviderMisconfigured, match="file:"), inside(LAKESIDE):
        keyring.sealing_key(LAKESIDE, Purpose.SHARED)


def test_an_organization_without_keys_is_refused():
    with pytest.raises(KeyMissing):
        rotation.rotate_organization(organization_id=new_id(), by=OPERATOR)


def test_two_at_a_time_take_turns():
    def work() -> None:
        rotation.rotate_organization(organization_id=LAKESIDE, by=OPERATOR)
        connections.close_all()

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys(LAKESIDE, purpose="organization", state=State.ACTIVE)) == 1
    assert len(keys(LAKESIDE, purpose="organization")) == 3
    with transaction.atomic():
        pass
    assert name_of_ursula() == ursula.name
