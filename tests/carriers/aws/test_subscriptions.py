"""Confirming a subscription: at the stand-in, outside every transaction, as the worker."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from django.db import connection, transaction
from django.utils import timezone

from chaperone.carriers.aws.subscriptions import ATTEMPTS_MAXIMUM, confirm_subscriptions
from chaperone.carriers.errors import InTransaction
from chaperone.carriers.models import Subscription
from chaperone.carriers.tasks import confirm_subscriptions as task
from chaperone.database.identifiers import PLATFORM
from tests.cast import inside
from tests.fakes.aws_sms import TOPIC, Failure, FakeAws, fake_aws

AsLogin = Callable[[str], AbstractContextManager[None]]


@pytest.fixture
def aws() -> Iterator[FakeAws]:
    with fake_aws() as server:
        yield server


def ask(url: str, topic: str = TOPIC) -> None:
    Subscription.objects.create(
        topic=topic,
        confirm_url=f"{url}/?Action=ConfirmSubscription&TopicArn={topic}&Token=t",
        state="waiting",
        changed_at=timezone.now(),
    )


def state() -> tuple[str, int]:
    return Subscription.objects.values_list("state", "attempts").get()


def entries() -> list[str]:
    with inside(PLATFORM), connection.cursor() as cursor:
        cursor.execute("SELECT event FROM ledger_entry WHERE event LIKE 'carriers.subscription%'")
        return [row[0] for row in cursor.fetchall()]


def test_confirms_what_waits_once(committed: str, as_login: AsLogin, aws: FakeAws) -> None:
    ask(aws.url)
    with as_login("worker"):
        task(timestamp=0)
        task()
        assert state() == ("confirmed", 1)
    assert aws.confirmed == [
        {"Action": ["ConfirmSubscription"], "TopicArn": [TOPIC], "Token": ["t"]}
    ]
    assert entries() == ["carriers.subscription.confirmed"]


@pytest.mark.parametrize("failure", [Failure(500), Failure(302), Failure(drop=True)])
def test_one_that_fails_waits_on(
    committed: str, as_login: AsLogin, aws: FakeAws, failure: Failure
) -> None:
    ask(aws.url)
    aws.failures.append(failure)
    with as_login("worker"):
        confirm_subscriptions()
        assert state() == ("waiting", 1)
        confirm_subscriptions()
        assert state() == ("confirmed", 2)


def test_one_that_cannot_be_reached_ends_as_failed(committed: str, as_login: AsLogin) -> None:
    with fake_aws() as gone:
        ask(gone.url)
    with as_login("worker"):
        for _ in range(ATTEMPTS_MAXIMUM + 1):
            confirm_subscriptions()
        assert state() == ("failed", ATTEMPTS_MAXIMUM)
    assert entries() == ["carriers.subscription.failed"]


def test_one_that_ended_meanwhile_stays_ended(
    committed: str, as_login: AsLogin, aws: FakeAws, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chaperone.carriers.aws import subscriptions

    ask(aws.url)
    monkeypatch.setattr(
        subscriptions, "_confirm", lambda url: Subscription.objects.update(state="ended")
    )
    with as_login("worker"):
        confirm_subscriptions()
    assert state() == ("ended", 0)
    assert entries() == []


def test_sns_is_never_called_in_a_transaction(committed: str, aws: FakeAws) -> None:
    ask(aws.url)
    with transaction.atomic(), pytest.raises(InTransaction):
        confirm_subscriptions()
    assert aws.confirmed == []
