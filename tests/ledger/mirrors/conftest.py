"""A bucket of one's own for each test, behind faults that the test chooses."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from tests.fakes.faulty_s3 import FaultyS3, faulty_s3


@pytest.fixture(scope="module")
def served() -> Iterator[FaultyS3]:
    with faulty_s3() as fake:
        yield fake


@pytest.fixture
def s3(served: FaultyS3, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[FaultyS3]:
    """The settings name it; nothing goes wrong yet."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    settings.CHAPERONE_MIRROR_REGION = "us-east-1"
    settings.CHAPERONE_MIRROR_ENDPOINT = served.endpoint
    settings.CHAPERONE_MIRROR_RETENTION = "compliance:2192"
    served.asked.clear()
    yield served
    served.fault = lambda method, path: None


@pytest.fixture
def client(s3: FaultyS3) -> Any:
    """As whoever owns the bucket, and as an attacker who got hold of the rights."""
    return boto3.client("s3", region_name="us-east-1", endpoint_url=s3.endpoint)


@pytest.fixture
def bucket(client: Any, request: pytest.FixtureRequest) -> str:
    """Its name; versions are kept and Object Lock is on."""
    name = f"mirror-{abs(hash(request.node.name)) % 10**9}"
    client.create_bucket(Bucket=name, ObjectLockEnabledForBucket=True)
    return name


@pytest.fixture
def address(bucket: str) -> str:
    return f"s3://{bucket}/lakeside"
