"""The root key in an HSM: against SoftHSM 2."""

import copy
import os
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pkcs11
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pkcs11 import Attribute, KeyType, ObjectClass

from chaperone.crypto.errors import (
    CryptoError,
    KeysStayHere,
    ProviderDenied,
    ProviderKeyDisabled,
    ProviderMisconfigured,
    UnwrapRefused,
)
from chaperone.crypto.providers.interface import try_out
from chaperone.crypto.providers.pkcs11 import Pkcs11KeyProvider
from tests.softhsm import PIN, token

pytestmark = pytest.mark.xdist_group("softhsm")
SECRET, CONTEXT = b"s" * 32, b"organization|key|organization|"


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with token(tmp_path_factory.mktemp("softhsm")) as found:
        yield found


@pytest.fixture
def provider(module: Path) -> Iterator[Pkcs11KeyProvider]:
    made = provider_of(module)
    yield made
    made._leave()


def provider_of(module: Path, *, label: str = "chaperone", key: str = "root", pin: str = PIN):
    return Pkcs11KeyProvider(module=module, token=label, key=key, pin=pin)


def test_what_was_wrapped_unwraps_for_its_context_only(provider: Pkcs11KeyProvider) -> None:
    wrapped = provider.wrap(SECRET, context=CONTEXT)
    assert SECRET not in wrapped
    assert provider.unwrap(wrapped, context=CONTEXT) == SECRET
    assert provider.wrap(SECRET, context=CONTEXT) != wrapped
    with pytest.raises(UnwrapRefused):
        provider.unwrap(wrapped, context=CONTEXT + b"x")
    try_out(provider)


def test_the_root_key_stays_in_the_module_and_data_keys_leave_nothing_there(
    provider: Pkcs11KeyProvider,
) -> None:
    for _ in range(3):
        provider.unwrap(provider.wrap(SECRET, context=CONTEXT), context=CONTEXT)
    found = list(provider._found.session.get_objects({Attribute.CLASS: ObjectClass.SECRET_KEY}))
    assert [key.label for key in found] == ["root"]
    assert found[0][Attribute.SENSITIVE]
    assert not found[0][Attribute.EXTRACTABLE]
    with pytest.raises(pkcs11.exceptions.AttributeSensitive):
        found[0][Attribute.VALUE]
    assert found[0].key_type == KeyType.AES


def test_each_fault_is_a_typed_error_that_says_what_to_do(module: Path) -> None:
    wrong = {
        ProviderDenied: provider_of(module, pin="000000"),
        ProviderKeyDisabled: provider_of(module, key="another"),
        ProviderMisconfigured: provider_of(module.parent / "no-such-library.so"),
    }
    for error, provider in wrong.items():
        with pytest.raises(error) as refusal:
            provider.wrap(SECRET, context=CONTEXT)
        assert PIN not in str(refusal.value)
    with pytest.raises(ProviderKeyDisabled):
        provider_of(module, label="another").wrap(SECRET, context=CONTEXT)


def test_a_session_that_was_lost_is_opened_anew(provider: Pkcs11KeyProvider) -> None:
    wrapped = provider.wrap(SECRET, context=CONTEXT)
    provider._found.session.close()
    assert provider.unwrap(wrapped, context=CONTEXT) == SECRET


def test_two_providers_of_one_module_share_its_login(
    module: Path, provider: Pkcs11KeyProvider
) -> None:
    """As while one root key is replaced by another of the same token."""
    wrapped = provider.wrap(SECRET, context=CONTEXT)
    second = provider_of(module)
    assert second.unwrap(wrapped, context=CONTEXT) == SECRET
    second._leave()


def test_threads_take_turns(provider: Pkcs11KeyProvider) -> None:
    opened: list[bytes] = []

    def work() -> None:
        for _ in range(20):
            wrapped = provider.wrap(SECRET, context=CONTEXT)
            opened.append(bytes(provider.unwrap(wrapped, context=CONTEXT)))

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert opened == [SECRET] * 80


def test_a_forked_child_opens_its_own_session(provider: Pkcs11KeyProvider) -> None:
    wrapped = provider.wrap(SECRET, context=CONTEXT)
    child = os.fork()
    if child == 0:
        same = provider.unwrap(wrapped, context=CONTEXT) == SECRET
        os._exit(0 if same else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert provider.unwrap(wrapped, context=CONTEXT) == SECRET


def test_it_shows_no_pin_and_is_never_copied(provider: Pkcs11KeyProvider) -> None:
    assert repr(provider) == "Pkcs11KeyProvider(key_id=pkcs11:chaperone:root)"
    with pytest.raises(KeysStayHere):
        copy.copy(provider)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_changed_byte_and_every_noise_is_refused_with_a_typed_error(
    provider: Pkcs11KeyProvider, data: st.DataObject
) -> None:
    wrapped = bytearray(provider.wrap(SECRET, context=CONTEXT))
    if data.draw(st.booleans()):
        place = data.draw(st.integers(0, len(wrapped) - 1))
        wrapped[place] ^= data.draw(st.integers(1, 255))
    else:
        wrapped = bytearray(data.draw(st.binary(max_size=120)))
    with pytest.raises(CryptoError):
        provider.unwrap(bytes(wrapped), context=CONTEXT)
