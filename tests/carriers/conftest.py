"""Carriers by themselves: what ``conversations`` would receive is only noted down.

Loaded before Django is set up, so that rooms are imported in the fixtures.
"""

from typing import TYPE_CHECKING

import pytest

from tests.fakes import aws_sms
from tests.fakes.aws_sms import SnsSigner

if TYPE_CHECKING:
    from tests.carriers.above import Above


@pytest.fixture
def above(monkeypatch: pytest.MonkeyPatch) -> "Above":
    from chaperone.carriers import inbound, receipts
    from tests.carriers.above import Above

    room = Above()
    monkeypatch.setattr(inbound, "_receiver", room.receive)
    monkeypatch.setattr(receipts, "_receiver", room.note)
    return room


@pytest.fixture(scope="session")
def other_signer() -> SnsSigner:
    """Somebody with a certificate that nobody pinned."""
    return SnsSigner.create()


@pytest.fixture(scope="session")
def signing() -> SnsSigner:
    return SnsSigner.create()


@pytest.fixture
def signer(signing: SnsSigner, monkeypatch: pytest.MonkeyPatch) -> SnsSigner:
    """SNS, with its certificate pinned and its topic set up."""
    from chaperone.carriers.aws.configuration import certificates_folder

    signing.pin(certificates_folder())
    monkeypatch.setenv("CHAPERONE_AWS", aws_sms.settings())
    return signing


@pytest.fixture
def aws_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """What boto3 signs with; the stand-in does not look at it."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "synthetic")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "synthetic")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
