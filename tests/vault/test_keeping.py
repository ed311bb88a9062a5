"""Unwrapped keys in memory: for five minutes at most, then gone from it."""

import os
import time

import pytest

from chaperone.crypto.errors import KeyWiped
from chaperone.vault import keeping, wrapping
from chaperone.vault import keyring as keyring_module
from chaperone.vault.errors import KeyMissing
from chaperone.vault.keeping import memory
from chaperone.vault.keyring import keyring
from chaperone.vault.models import Key, Purpose
from tests.cast import LAKESIDE, inside, ursula

pytestmark = pytest.mark.django_db(databases=["default", "apart"])


@pytest.fixture(autouse=True)
def _forgetful(monkeypatch):
    # The timer of an earlier test may have been set for longer.
    monkeypatch.setattr(memory, "_sweeper", keeping.Sweeper(memory.sweep))
    keyring.forget()
    yield
    keyring.forget()


def held() -> list[object]:
    return [*memory.sealing.by_id, *memory.secrets.by_id]


def after(monkeypatch, seconds: float) -> float:
    """The clock, so many seconds later."""
    later = time.monotonic() + seconds
    monkeypatch.setattr(time, "monotonic", lambda: later)
    return later


def test_keys_whose_time_is_over_are_removed_and_wiped_not_only_passed_over():
    with inside(LAKESIDE):
        keyring.blind_index(LAKESIDE, element="a", token="b")
        keyring.sealing_key(LAKESIDE, Purpose.SHARED)
        secrets = [kept.held for kept in memory.secrets.by_id.values()]
        assert len(secrets) == 2
        assert memory.sweep(time.monotonic() + keeping.KEPT_SECONDS - 1)
        assert len(held()) == 3
        assert not memory.sweep(time.monotonic() + keeping.KEPT_SECONDS + 1)
        assert held() == []
        for secret in secrets:
            with pytest.raises(KeyWiped):
                secret.use(bytes)


def test_something_will_sweep_as_long_as_a_key_is_kept():
    with inside(LAKESIDE):
        keyring.sealing_key(LAKESIDE, Purpose.SHARED)
    timer = memory._sweeper._timer
    assert timer is not None
    assert timer.is_alive()
    assert timer.daemon
    assert timer.interval == keeping.KEPT_SECONDS


def test_the_sweep_of_a_process_that_does_nothing_happens_by_itself(monkeypatch):
    """The timer's own function, called at the time at which it would call itself."""
    with inside(LAKESIDE):
        keyring.sealing_key(LAKESIDE, Purpose.SHARED)
    after(monkeypatch, keeping.KEPT_SECONDS + 1)
    memory._sweeper._run()
    assert held() == []


def test_a_key_is_kept_no_longer_than_the_one_that_unwrapped_it(monkeypatch):
    """Or a revoked provider would go on opening for twice the time."""
    with inside(LAKESIDE):
        keyring.sealing_key(LAKESIDE, Purpose.SHARED)
        after(monkeypatch, keeping.KEPT_SECONDS - 1)
        keyring.sealing_key(LAKESIDE, Purpose.MEMBER, ursula.member.id)
    untils = {kept.until for kept in memory.sealing.by_id.values()}
    assert len(untils) == 1


@pytest.mark.parametrize(
    ("module", "name"), [(keyring_module, "blind_index"), (wrapping, "unwrap")]
)
def test_a_key_that_is_swept_away_while_it_is_used_is_read_anew(monkeypatch, module, name):
    with inside(LAKESIDE):
        expected = keyring.blind_index(LAKESIDE, element="a", token="b")
        memory.sealing.clear()
        keyring._indexing.clear()
        use, swept = getattr(module, name), []

        def used_while_swept(*arguments, **named):
            if not swept:
                swept.append(memory.forget())
            return use(*arguments, **named)

        monkeypatch.setattr(module, name, used_while_swept)
        assert keyring.blind_index(LAKESIDE, element="a", token="b") == expected
        assert swept


def test_only_sealing_keys_open_values():
    """One key, one purpose: an organization's key opens no value, whatever a value says."""
    with inside(LAKESIDE):
        wrapping = Key.objects.get(organization_id=LAKESIDE, purpose=Purpose.ORGANIZATION)
        with pytest.raises(KeyMissing):
            keyring.opening_key(LAKESIDE, b"\x01" + wrapping.id.bytes + bytes(40))


def test_a_forked_child_begins_without_keys():
    with inside(LAKESIDE):
        keyring.sealing_key(LAKESIDE, Purpose.SHARED)
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(write, bytes([len(held())]))
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(read, 1) == b"\0"
    os.close(read)
    os.close(write)
    assert held()
