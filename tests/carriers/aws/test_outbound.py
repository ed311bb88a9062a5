"""Sending by boto3 against the stand-in, which fails as the real service does."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from chaperone.carriers.aws import outbound
from chaperone.carriers.aws.outbound import send
from chaperone.carriers.errors import Refused, Unavailable, Uncertain
from chaperone.database.identifiers import new_id
from tests.fakes import aws_sms
from tests.fakes.aws_sms import Failure, FakeAws, fake_aws

pytestmark = pytest.mark.usefixtures("aws_credentials")

ORGANIZATION, MESSAGE = new_id(), new_id()


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeAws]:
    with fake_aws() as server:
        monkeypatch.setenv("CHAPERONE_AWS", aws_sms.settings(sms_endpoint=server.url))
        yield server


def sent(body: str = "Walk for ten minutes.", recipient: str = "+16175550123") -> str:
    return send(
        organization_id=ORGANIZATION,
        message_id=MESSAGE,
        sender="+16175550100",
        recipient=recipient,
        body=body,
    )


def test_sends_with_our_ids_in_the_context(aws: FakeAws) -> None:
    assert [sent()] == aws.ids
    assert aws.sent == [
        {
            "DestinationPhoneNumber": "+16175550123",
            "OriginationIdentity": "+16175550100",
            "MessageBody": "Walk for ten minutes.",
            "MessageType": "TRANSACTIONAL",
            "ConfigurationSetName": "chaperone",
            "Context": {"organization": str(ORGANIZATION), "message": str(MESSAGE)},
        }
    ]


def test_sends_the_longest_text_and_refuses_longer_ones(aws: FakeAws) -> None:
    sent("é" * 1600)
    for body in ("x" * 1601, "", " \n"):
        with pytest.raises(Refused, match=r"1 to 1,600 characters"):
            sent(body)
    assert len(aws.sent) == 1


@pytest.mark.parametrize(
    ("failure", "outcome"),
    [
        (aws_sms.THROTTLED, Unavailable),
        (aws_sms.FORBIDDEN, Unavailable),
        (Failure(403, "UnrecognizedClientException"), Unavailable),
        (Failure(400, "ServiceQuotaExceededException"), Unavailable),
        (aws_sms.INVALID, Refused),
        (aws_sms.OPTED_OUT, Refused),
        (Failure(400, "ResourceNotFoundException"), Refused),
        (Failure(400, "SomethingNewException"), Refused),
        (aws_sms.BROKEN, Uncertain),
        (Failure(503, "ServiceUnavailableException"), Uncertain),
        (aws_sms.DROPPED, Uncertain),
    ],
)
def test_every_failure_says_what_became_of_the_text_and_is_tried_once(
    aws: FakeAws, failure: Failure, outcome: type[Exception]
) -> None:
    aws.failures.append(failure)
    with pytest.raises(outcome) as problem:
        sent()
    # A second try would have met no failure.
    assert len(aws.sent) == (1 if failure.drop else 0)
    shown = repr(problem.value) + str(problem.value.__cause__)
    assert "+1617" not in shown
    assert "Walk" not in shown


def test_the_reason_is_a_sentence_for_a_coach(aws: FakeAws) -> None:
    aws.failures.append(aws_sms.OPTED_OUT)
    with pytest.raises(Refused, match="list of those who said STOP"):
        sent()


def test_an_answer_that_does_not_come_is_uncertain(
    aws: FakeAws, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbound, "_READ_SECONDS", 0.2)
    over = threading.Event()
    aws.failures.append(Failure(hang_until=over))
    try:
        with pytest.raises(Uncertain):
            sent()
    finally:
        over.set()
    assert len(aws.sent) == 1


def test_an_answer_without_an_id_is_uncertain(
    aws: FakeAws, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Client:
        def send_text_message(self, **_: Any) -> dict[str, str]:
            return {}

    monkeypatch.setattr(outbound, "_client", lambda configuration: Client())
    with pytest.raises(Uncertain, match="no id"):
        sent()


def test_a_service_that_is_not_there_was_not_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    with fake_aws() as gone:
        monkeypatch.setenv("CHAPERONE_AWS", aws_sms.settings(sms_endpoint=gone.url))
    with pytest.raises(Unavailable):
        sent()


def test_without_credentials_nothing_is_sent(aws: FakeAws, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    for name in ("AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE"):
        monkeypatch.setenv(name, "/dev/null")
    with pytest.raises(Unavailable):
        sent()
    assert aws.sent == []


def test_a_number_that_aws_cannot_take_is_refused(aws: FakeAws) -> None:
    with pytest.raises(Refused):
        sent(recipient="")


def test_an_installation_without_aws_can_send_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHAPERONE_AWS", "{}")
    with pytest.raises(Unavailable, match="region"):
        sent()


def test_a_client_is_made_once_for_its_settings(aws: FakeAws) -> None:
    before = outbound._client.cache_info().misses
    sent()
    sent()
    assert outbound._client.cache_info().misses == before + 1
