from datetime import UTC, datetime
from urllib.parse import parse_qs

from django.db import connection, transaction
from django.utils import timezone

from chaperone.access.actors import carrier
from chaperone.carriers.aws import configuration
from chaperone.carriers.aws.envelopes import NOTIFICATION, SUBSCRIPTION, Envelope
from chaperone.carriers.aws.errors import NotConfigured, NotGenuine
from chaperone.carriers.aws.payloads import Event, read_notification
from chaperone.carriers.aws.signatures import check_genuine
from chaperone.carriers.errors import CarriersError
from chaperone.carriers.events import (
    ENVELOPE_REFUSED,
    SUBSCRIPTION_ENDED,
    SUBSCRIPTION_REQUESTED,
)
from chaperone.carriers.inbound import InboundText, accept
from chaperone.carriers.models import Subscription
from chaperone.carriers.receipts import report
from chaperone.database.identifiers import PLATFORM
from chaperone.jobs.actions import nudge
from chaperone.ledger.actions import append, append_apart
from chaperone.ledger.actors import Actor
from chaperone.ledger.events import Event as LedgerEvent

CONFIRM_TASK = "carriers.confirm_subscriptions"
PURGE_TASK = "carriers.purge_envelopes"
_TOPIC_SHOWN = 300


def receive(*, envelope: Envelope) -> None:
    """Does what a genuine envelope says, once, in one transaction; a replay does nothing.

    Raises ``NotGenuine``, ``NotUnderstood`` and ``NotOurNumber``; nothing is written then.
    """
    _check(envelope)
    content = read_notification(envelope) if envelope.type == NOTIFICATION else None
    with transaction.atomic():
        if not _first_time(envelope):
            return
        match content:
            case InboundText():
                accept(content)
            case Event(organization_id, receipt) if organization_id and receipt:
                report(organization_id=organization_id, receipt=receipt)
            case None if envelope.type == SUBSCRIPTION:
                _request_confirmation(envelope)
            case None:
                _end_subscription(envelope)


def text_in(*, envelope: Envelope) -> InboundText | None:
    """The text that a genuine envelope brings; None where it brings something else. Writes nothing.

    Raises ``NotGenuine`` and ``NotUnderstood``.
    """
    _check(envelope)
    content = read_notification(envelope) if envelope.type == NOTIFICATION else None
    return content if isinstance(content, InboundText) else None


def purge_envelopes(*, most: int = 1_000) -> int:
    """Forgets envelopes that are a day old, ``most`` of them; returns how many. The worker's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT carriers_purge_envelopes(%s)", [most])
        return int(cursor.fetchone()[0])


def record_refusal(*, envelope: Envelope, refusal: CarriersError, address: str) -> None:
    """Records a refused envelope under the platform, since nobody knows for whom it was."""
    append_apart(
        event=ENVELOPE_REFUSED,
        actor=Actor(kind="anonymous", id=None, organization_id=PLATFORM, address=address),
        details={
            "carrier": "aws",
            "reason": str(refusal),
            "type": envelope.type,
            "envelope": str(envelope.id),
            "topic": envelope.topic[:_TOPIC_SHOWN],
        },
    )


def _check(envelope: Envelope) -> None:
    try:
        topics = configuration.current().topics
    except NotConfigured as problem:
        raise NotGenuine("No topic is set up here.") from problem
    check_genuine(
        envelope,
        topics=topics,
        certificates=configuration.certificates_folder(),
        now=datetime.now(UTC),
    )
    if envelope.type == SUBSCRIPTION and not _may_confirm(envelope):
        raise NotGenuine("Its SubscribeURL is not at the address of its region's SNS.")


def _may_confirm(envelope: Envelope) -> bool:
    """Whether the address to confirm at belongs to SNS and confirms this topic."""
    settings = configuration.current()
    home = settings.sns_endpoint or (
        f"https://sns.{configuration.region_of(envelope.topic)}.amazonaws.com"
    )
    path, _, query = envelope.subscribe_url.partition("?")
    asked = parse_qs(query)
    return (
        path in (home, f"{home}/")
        and asked.get("Action") == ["ConfirmSubscription"]
        and asked.get("TopicArn") == [envelope.topic]
    )


def _first_time(envelope: Envelope) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO carriers_envelope (id, sent_at) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            [envelope.id, envelope.sent_at],
        )
        return bool(cursor.rowcount)


def _request_confirmation(envelope: Envelope) -> None:
    Subscription.objects.update_or_create(
        topic=envelope.topic,
        defaults={
            "confirm_url": envelope.subscribe_url,
            "state": Subscription.State.WAITING,
            "attempts": 0,
            "changed_at": timezone.now(),
        },
    )
    _note(SUBSCRIPTION_REQUESTED, envelope)
    nudge(CONFIRM_TASK)


def _end_subscription(envelope: Envelope) -> None:
    Subscription.objects.filter(topic=envelope.topic).update(
        state=Subscription.State.ENDED, changed_at=timezone.now()
    )
    _note(SUBSCRIPTION_ENDED, envelope)


def _note(event: LedgerEvent, envelope: Envelope) -> None:
    append(event=event, actor=carrier(PLATFORM), details={"topic": envelope.topic})
