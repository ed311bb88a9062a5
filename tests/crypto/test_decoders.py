"""Whatever bytes the decoders of `crypto` are given, only typed errors come out.

Short in every run; for `CHAPERONE_FUZZ_SECONDS` where that is set (600 in `make prove`), half of it
on noise, half on what was valid before some of its bytes were changed, cut or doubled.
"""

import json
import os
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chaperone.crypto.committing import CommittingKey
from chaperone.crypto.errors import CryptoError
from chaperone.crypto.providers import envelope
from chaperone.crypto.providers.file import FileKeyProvider
from chaperone.crypto.values import Place, SealingKey, key_id_of
from chaperone.crypto.wrapping import unwrap, wrap
from chaperone.database.identifiers import new_id
from tests.softhsm import PIN, token

pytestmark = pytest.mark.xdist_group("softhsm")
SECONDS = float(os.environ.get("CHAPERONE_FUZZ_SECONDS", "1.5"))
PLACE = Place(new_id(), "members_member", "name", new_id())
SEALING, COMMITTING = SealingKey(new_id(), b"k" * 32), CommittingKey(new_id(), b"l" * 32)
Decoder = Callable[[bytes], object]


@pytest.fixture(scope="module")
def hsm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    from chaperone.crypto.providers.pkcs11 import Pkcs11KeyProvider

    with token(tmp_path_factory.mktemp("softhsm")) as module:
        provider = Pkcs11KeyProvider(module=module, token="chaperone", key="root", pin=PIN)
        yield provider
        provider._leave()


@pytest.fixture
def decoders(tmp_path: Path, hsm: object) -> dict[str, tuple[Decoder, bytes]]:
    """By name: what reads the bytes, and bytes that it reads well."""
    path = tmp_path / "root.key"
    FileKeyProvider.create(path)
    good_file = path.read_bytes()

    def file(content: bytes) -> object:
        path.write_bytes(content)
        return FileKeyProvider.load(path)

    text = b"A text of a member."
    wrapped = hsm.wrap(b"s" * 32, context=b"c")  # type: ignore[attr-defined]
    return {
        "value": (lambda raw: SEALING.open(raw, PLACE), SEALING.seal(text, PLACE)),
        "values": (
            lambda raw: SEALING.open_all(
                [raw], [PLACE.row], organization=PLACE[0], table=PLACE[1], element=PLACE[2]
            ),
            SEALING.seal(text, PLACE),
        ),
        "committing value": (lambda raw: COMMITTING.open(raw, PLACE), COMMITTING.seal(text, PLACE)),
        "key id": (key_id_of, SEALING.seal(text, PLACE)),
        "wrapped key": (
            lambda raw: unwrap(b"w" * 32, raw, context=b"c"),
            wrap(b"w" * 32, b"s" * 32, context=b"c"),
        ),
        "root key file": (file, good_file),
        "envelope": (envelope.decoded, envelope.Envelope(b"d" * 184, b"s" * 41).encoded()),
        "HSM blob": (
            lambda raw: hsm.unwrap(raw, context=b"c"),  # type: ignore[attr-defined]
            wrapped,
        ),
    }


def changed(good: bytes, chance: random.Random) -> bytes:
    """Some of the bytes changed, cut, doubled or put in another place."""
    raw = bytearray(good)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(raw) + 1)
        match chance.randrange(5):
            case 0 if at < len(raw):
                raw[at] ^= 1 << chance.randrange(8)
            case 1:
                del raw[at:]
            case 2:
                raw[at:at] = chance.randbytes(chance.randint(1, 40))
            case 3:
                raw[at:at] = raw[: chance.randint(0, len(raw))]
            case _:
                del raw[at : at + chance.randint(1, 8)]
        if not raw:
            break
    return bytes(raw)


def test_noise_and_changed_bytes_give_typed_errors_only(
    decoders: dict[str, tuple[Decoder, bytes]],
) -> None:
    seed = random.randrange(2**32)
    chance = random.Random(seed)
    until, tried = time.monotonic() + SECONDS, 0
    while time.monotonic() < until:
        for name, (decode, good) in decoders.items():
            raw = changed(good, chance) if tried % 2 else chance.randbytes(chance.randint(0, 300))
            try:
                decode(raw)
            except CryptoError:
                pass
            except Exception as problem:
                raise AssertionError(f"{name}, seed {seed}: {raw.hex()}") from problem
        tried += 1
    assert tried > 20


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.binary(max_size=200)
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=5,
    ).map(lambda found: json.dumps(found).encode())
)
def test_what_hypothesis_thinks_of_gives_typed_errors_only(
    decoders: dict[str, tuple[Decoder, bytes]], content: bytes
) -> None:
    for decode, _ in decoders.values():
        try:
            decode(content)
        except CryptoError:
            continue


def test_what_is_good_is_read(decoders: dict[str, tuple[Decoder, bytes]]) -> None:
    """Or the tests above would show nothing."""
    for decode, good in decoders.values():
        assert decode(good)
