"""The root key in AWS KMS: against moto, and against a stand-in that fails in every way."""

import os
import time
from collections.abc import Iterator

import boto3
import pytest
from botocore.config import Config
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from moto.server import ThreadedMotoServer

from chaperone.crypto.errors import (
    CryptoError,
    MalformedValue,
    ProviderDenied,
    ProviderKeyDisabled,
    ProviderMisconfigured,
    ProviderThrottled,
    ProviderUnreachable,
    UnknownVersion,
    UnwrapRefused,
)
from chaperone.crypto.providers import aws_kms
from chaperone.crypto.providers.aws_kms import KmsKeyProvider
from chaperone.crypto.providers.interface import try_out
from tests.fakes.kms import FakeKms, fake_kms

# A stand-in that answers may be slow where the machine is loaded; for one that is silent the test
# itself waits that long.
ANSWERS = Config(connect_timeout=60, read_timeout=60)
SILENT = Config(connect_timeout=0.3, read_timeout=0.3)
SECRET, CONTEXT = b"s" * 32, b"organization|key|organization|"


@pytest.fixture(autouse=True)
def _credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "example")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    limited(monkeypatch, ANSWERS)


def limited(monkeypatch: pytest.MonkeyPatch, limits: Config) -> None:
    """What is bounded is tested by numbers, one try and no more: others would only take time."""
    once = limits.merge(Config(retries={"total_max_attempts": 1}))
    monkeypatch.setattr(aws_kms, "_LIMITS", aws_kms._LIMITS.merge(once))


@pytest.fixture
def kms() -> Iterator[FakeKms]:
    with fake_kms() as (service, address):
        service.address = address  # type: ignore[attr-defined]
        yield service


@pytest.fixture
def provider(kms: FakeKms) -> KmsKeyProvider:
    return provider_at(kms.address)  # type: ignore[attr-defined]


def provider_at(address: str, key: str = "alias/chaperone") -> KmsKeyProvider:
    return KmsKeyProvider(key=key, region="us-east-1", endpoint=address)


def test_moto_generates_and_decrypts() -> None:
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        address = f"http://{host}:{port}"
        client = boto3.client("kms", region_name="us-east-1", endpoint_url=address)
        key = client.create_key()["KeyMetadata"]["KeyId"]
        provider = provider_at(address, key)
        wrapped = provider.wrap(SECRET, context=CONTEXT)
        assert provider.unwrap(wrapped, context=CONTEXT) == SECRET
        with pytest.raises(CryptoError):
            provider.unwrap(wrapped, context=b"other")
        # That a disabled key refuses is shown below: moto goes on with one.
    finally:
        server.stop()


def test_what_was_wrapped_unwraps_for_its_context_only(provider: KmsKeyProvider) -> None:
    wrapped = provider.wrap(SECRET, context=CONTEXT)
    assert SECRET not in wrapped
    assert provider.unwrap(wrapped, context=CONTEXT) == SECRET
    with pytest.raises(UnwrapRefused):
        provider.unwrap(wrapped, context=CONTEXT + b"x")


def test_a_data_key_for_each_secret_and_the_context_said_to_kms(
    provider: KmsKeyProvider, kms: FakeKms
) -> None:
    first, second = (provider.wrap(SECRET, context=CONTEXT) for _ in range(2))
    provider.unwrap(first, context=CONTEXT)
    assert first != second
    assert [call for call, _ in kms.calls] == ["GenerateDataKey", "GenerateDataKey", "Decrypt"]
    for _, asked in kms.calls:
        assert asked["KeyId"] == "alias/chaperone"
        assert asked["EncryptionContext"] == {"chaperone": CONTEXT.hex()}


def test_it_can_be_tried_out(provider: KmsKeyProvider, kms: FakeKms) -> None:
    try_out(provider)
    kms.wrong_plaintext = True
    with pytest.raises(UnwrapRefused):
        try_out(provider)


FAULTS = {
    "ThrottlingException": ProviderThrottled,
    "AccessDeniedException": ProviderDenied,
    "UnrecognizedClientException": ProviderDenied,
    "ExpiredTokenException": ProviderDenied,
    "DisabledException": ProviderKeyDisabled,
    "KMSInvalidStateException": ProviderKeyDisabled,
    "NotFoundException": ProviderKeyDisabled,
    "IncorrectKeyException": UnwrapRefused,
    "InvalidKeyUsageException": ProviderMisconfigured,
    "KMSInternalException": ProviderUnreachable,
    "DependencyTimeoutException": ProviderUnreachable,
    "SomethingNewException": ProviderUnreachable,
}


@pytest.mark.parametrize(("code", "error"), FAULTS.items(), ids=FAULTS)
def test_each_fault_is_a_typed_error_and_what_was_wrapped_opens_afterwards(
    provider: KmsKeyProvider,
    kms: FakeKms,
    monkeypatch: pytest.MonkeyPatch,
    code: str,
    error: type[CryptoError],
) -> None:
    monkeypatch.setattr(aws_kms, "PAUSE_SECONDS", 0.0)
    wrapped = provider.wrap(SECRET, context=CONTEXT)
    kms.failing = code
    with pytest.raises(error) as refusal:
        provider.unwrap(wrapped, context=CONTEXT)
    assert code in str(refusal.value)
    assert refusal.value.__suppress_context__ or refusal.value.__context__ is None
    kms.failing = ""
    assert provider.unwrap(wrapped, context=CONTEXT) == SECRET


def test_each_error_says_what_to_do_next() -> None:
    for error in {*FAULTS.values()} - {UnwrapRefused}:
        assert str(error()).count(".") >= 1
        assert "\n" not in str(error())


@pytest.mark.parametrize("fault", ["silent", "reset"])
def test_a_service_that_does_not_answer_is_unreachable_in_bounded_time(
    kms: FakeKms, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    setattr(kms, fault, True)
    limited(monkeypatch, SILENT)
    provider = provider_at(kms.address)  # type: ignore[attr-defined]
    began = time.monotonic()
    with pytest.raises(ProviderUnreachable):
        provider.wrap(SECRET, context=CONTEXT)
    assert time.monotonic() - began < 5


def test_nobody_there_is_unreachable() -> None:
    with pytest.raises(ProviderUnreachable):
        provider_at("http://127.0.0.1:9").wrap(SECRET, context=CONTEXT)


def test_a_service_that_is_away_is_not_asked_again_at_once(
    provider: KmsKeyProvider, kms: FakeKms, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or each request would hold its connection to the database for as long as KMS takes."""
    kms.failing = "ThrottlingException"
    for _ in range(3):
        with pytest.raises(ProviderThrottled):
            provider.wrap(SECRET, context=CONTEXT)
    assert len(kms.calls) == 1
    kms.failing = ""
    later = time.monotonic() + aws_kms.PAUSE_SECONDS
    monkeypatch.setattr(time, "monotonic", lambda: later)
    provider.wrap(SECRET, context=CONTEXT)


def test_a_denial_is_asked_about_each_time(provider: KmsKeyProvider, kms: FakeKms) -> None:
    """Somebody who mends it should not have to wait."""
    kms.failing = "AccessDeniedException"
    for _ in range(2):
        with pytest.raises(ProviderDenied):
            provider.wrap(SECRET, context=CONTEXT)
    assert len(kms.calls) == 2


def test_a_wrong_data_key_is_found_out(provider: KmsKeyProvider, kms: FakeKms) -> None:
    wrapped = provider.wrap(SECRET, context=CONTEXT)
    kms.wrong_plaintext = True
    with pytest.raises(UnwrapRefused):
        provider.unwrap(wrapped, context=CONTEXT)


def test_without_credentials_it_says_so(
    kms: FakeKms, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
    with pytest.raises(ProviderDenied, match="credentials"):
        provider_at(kms.address).wrap(SECRET, context=CONTEXT)  # type: ignore[attr-defined]


def test_tries_and_times_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    limits = aws_kms._LIMITS
    assert (limits.connect_timeout, limits.read_timeout) == (1.5, 2.5)
    assert limits.retries["total_max_attempts"] == 3


@pytest.mark.parametrize("endpoint", ["nonsense", "http://[", ""])
def test_an_address_that_is_none_is_refused_when_it_is_made(endpoint: str) -> None:
    with pytest.raises(ProviderMisconfigured):
        KmsKeyProvider(key="k", region="us-east-1" if endpoint else "", endpoint=endpoint or None)


@pytest.mark.parametrize(
    ("stored", "error"),
    [
        (b"", MalformedValue),
        (b"\x02" + bytes(80), UnknownVersion),
        (b"\x01", MalformedValue),
        (b"\x01\x00\x00" + bytes(80), MalformedValue),
        (b"\x01\x00\x20" + bytes(31), MalformedValue),
        (b"\x01\x00\x20" + bytes(32), MalformedValue),
        (b"\x01\xff\xff" + bytes(70_000), MalformedValue),
    ],
)
def test_what_is_no_envelope_is_refused_without_asking(
    provider: KmsKeyProvider, kms: FakeKms, stored: bytes, error: type[CryptoError]
) -> None:
    with pytest.raises(error):
        provider.unwrap(stored, context=CONTEXT)
    assert kms.calls == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_changed_byte_is_refused_with_a_typed_error(
    provider: KmsKeyProvider, data: st.DataObject
) -> None:
    wrapped = bytearray(provider.wrap(SECRET, context=CONTEXT))
    place = data.draw(st.integers(0, len(wrapped) - 1))
    wrapped[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises((MalformedValue, UnknownVersion, UnwrapRefused)):
        provider.unwrap(bytes(wrapped), context=CONTEXT)
