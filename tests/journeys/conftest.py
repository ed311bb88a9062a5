"""One installation for each file of journeys: AWS brings and takes the texts of Lakeside."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.aws_sms import FakeAws, SnsSigner, fake_aws, settings
from tests.journeys.city import City
from tests.journeys.stack import Stack, add_settings, running_stack


@pytest.fixture(scope="module")
def aws() -> Iterator[FakeAws]:
    with fake_aws() as server:
        yield server


@pytest.fixture(scope="module")
def signer() -> SnsSigner:
    return SnsSigner.create()


@pytest.fixture(scope="module")
def stack(aws: FakeAws, signer: SnsSigner) -> Iterator[Stack]:
    def configure(data: Path) -> None:
        carrier = json.loads(settings(sms_endpoint=aws.url, sns_endpoint=aws.url))
        add_settings(data, {"aws": carrier})
        signer.pin(data / "carriers" / "aws")

    with running_stack(configure) as running:
        yield running


@pytest.fixture
def city(stack: Stack, aws: FakeAws, signer: SnsSigner) -> Iterator[City]:
    """The outside: phones, the carrier and its delivery events."""
    with City(stack, aws, signer) as outside:
        yield outside
