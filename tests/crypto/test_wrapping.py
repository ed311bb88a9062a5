"""Wrapped keys unwrap only unchanged, with their own root and context."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaperone.crypto.errors import (
    CryptoError,
    MalformedValue,
    UnknownVersion,
    UnsuitableKey,
    UnwrapRefused,
)
from chaperone.crypto.wrapping import unwrap, wrap
from tests.crypto import slow_oracle

ROOT = bytes(range(32))
SECRET = bytes(range(100, 132))
CONTEXT = b"member key of organization 1"
WRAPPED = wrap(ROOT, SECRET, context=CONTEXT)

secrets = st.integers(2, 16).flatmap(lambda n: st.binary(min_size=8 * n, max_size=8 * n))
roots = st.binary(min_size=32, max_size=32)


@given(root=roots, secret=secrets, context=st.binary(max_size=60))
def test_it_is_rfc_3394_under_a_key_derived_by_rfc_5869(
    root: bytes, secret: bytes, context: bytes
) -> None:
    derived = slow_oracle.hkdf(root, b"chaperone key wrap v1" + context, 32)
    wrapped = wrap(root, secret, context=context)
    assert wrapped == b"\x01" + slow_oracle.key_wrap(derived, secret)
    assert unwrap(root, wrapped, context=context) == secret


def test_a_frozen_wrapped_key_still_unwraps() -> None:
    frozen = bytes.fromhex(
        "014da5159265f5a6fbe03134786ee05f091a9c15db3d72a8caf740526dc10cc16249e8e04829784ccb"
    )
    assert frozen == WRAPPED
    assert unwrap(ROOT, frozen, context=CONTEXT) == SECRET


@given(other=st.binary(max_size=60).filter(lambda other: other != CONTEXT))
def test_another_context_is_refused(other: bytes) -> None:
    with pytest.raises(UnwrapRefused):
        unwrap(ROOT, WRAPPED, context=other)


@given(other=roots.filter(lambda other: other != ROOT))
def test_another_root_is_refused(other: bytes) -> None:
    with pytest.raises(UnwrapRefused):
        unwrap(other, WRAPPED, context=CONTEXT)


@pytest.mark.parametrize("bit", range(len(WRAPPED) * 8))
def test_every_single_flipped_bit_is_refused(bit: int) -> None:
    changed = bytearray(WRAPPED)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(UnknownVersion if bit < 8 else UnwrapRefused):
        unwrap(ROOT, bytes(changed), context=CONTEXT)


@pytest.mark.parametrize("length", range(len(WRAPPED)))
def test_every_cut_key_is_refused(length: int) -> None:
    whole_steps = length >= 25 and length % 8 == 1
    with pytest.raises(UnwrapRefused if whole_steps else MalformedValue):
        unwrap(ROOT, WRAPPED[:length], context=CONTEXT)


@given(noise=st.binary(max_size=80), versioned=st.booleans())
def test_noise_raises_only_typed_errors(noise: bytes, versioned: bool) -> None:
    with pytest.raises(CryptoError):
        unwrap(ROOT, b"\x01" + noise if versioned else noise, context=CONTEXT)


@pytest.mark.parametrize("length", [0, 8, 15, 17, 31, 33])
def test_secrets_of_an_unsuitable_length_are_refused(length: int) -> None:
    with pytest.raises(UnsuitableKey):
        wrap(ROOT, bytes(length), context=CONTEXT)


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_roots_of_an_unsuitable_length_are_refused(length: int) -> None:
    with pytest.raises(UnsuitableKey):
        wrap(bytes(length), SECRET, context=CONTEXT)
    with pytest.raises(UnsuitableKey):
        unwrap(bytes(length), WRAPPED, context=CONTEXT)
