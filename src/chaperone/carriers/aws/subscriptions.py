"""Confirming subscriptions: the call to SNS happens outside every transaction."""

from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from django.db import connection, transaction
from django.utils import timezone

from chaperone.access.actors import worker
from chaperone.carriers.aws.errors import NotConfirmed
from chaperone.carriers.errors import InTransaction
from chaperone.carriers.events import SUBSCRIPTION_CONFIRMED, SUBSCRIPTION_FAILED
from chaperone.carriers.models import Subscription
from chaperone.database.identifiers import PLATFORM
from chaperone.ledger.actions import append

ATTEMPTS_MAXIMUM = 10
_TIMEOUT_SECONDS = 10


def confirm_subscriptions() -> None:
    """Confirms every subscription that waits; one that fails waits on, ten times at most.

    Asking SNS twice to confirm a subscription does no harm, so nothing is claimed beforehand.
    """
    for subscription in list(Subscription.objects.filter(state=Subscription.State.WAITING)):
        try:
            _confirm(subscription.confirm_url)
        except NotConfirmed as problem:
            _note_failure(subscription, problem)
        else:
            _note_success(subscription)


def _confirm(url: str) -> None:
    """Raises ``NotConfirmed`` unless SNS answers 200. Follows no redirect: SNS sends none."""
    if connection.in_atomic_block:
        raise InTransaction
    parts = urlsplit(url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    server = kind(parts.netloc, timeout=_TIMEOUT_SECONDS)
    try:
        server.request("GET", f"{parts.path or '/'}?{parts.query}")
        status = server.getresponse().status
    except (OSError, HTTPException) as problem:
        raise NotConfirmed("It could not be reached.") from problem
    finally:
        server.close()
    if status != 200:
        raise NotConfirmed(f"It answered {status}.")


@transaction.atomic
def _note_success(subscription: Subscription) -> None:
    if _change(subscription, Subscription.State.CONFIRMED):
        append(
            event=SUBSCRIPTION_CONFIRMED,
            actor=worker(PLATFORM),
            details={"topic": subscription.topic},
        )


@transaction.atomic
def _note_failure(subscription: Subscription, problem: NotConfirmed) -> None:
    last = subscription.attempts + 1 >= ATTEMPTS_MAXIMUM
    state = Subscription.State.FAILED if last else Subscription.State.WAITING
    if _change(subscription, state) and last:
        append(
            event=SUBSCRIPTION_FAILED,
            actor=worker(PLATFORM),
            details={"topic": subscription.topic, "reason": str(problem)},
        )


def _change(subscription: Subscription, state: str) -> bool:
    """False where the topic has asked again, or was unsubscribed, in the meantime."""
    changed = Subscription.objects.filter(
        topic=subscription.topic,
        state=Subscription.State.WAITING,
        confirm_url=subscription.confirm_url,
    ).update(state=state, attempts=subscription.attempts + 1, changed_at=timezone.now())
    return bool(changed)
