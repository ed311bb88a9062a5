"""Sending a text by AWS End User Messaging (``pinpoint-sms-voice-v2``, SendTextMessage).

The call takes no token by which AWS could tell a second try from a second text. So it is tried
once, and an outcome that nobody knows is said to be uncertain.
"""

from functools import cache
from typing import Any
from uuid import UUID

from chaperone.carriers.aws.configuration import Configuration, current
from chaperone.carriers.aws.errors import NotConfigured
from chaperone.carriers.aws.outcomes import after_answer, without_answer
from chaperone.carriers.aws.payloads import MESSAGE, ORGANIZATION
from chaperone.carriers.errors import Refused, Unavailable, Uncertain

# botocore lets longer bodies pass.
BODY_MAXIMUM = 1600
_CONNECT_SECONDS = 5
_READ_SECONDS = 20


def send(*, organization_id: UUID, message_id: UUID, sender: str, recipient: str, body: str) -> str:
    """Sends the text and returns AWS's id of it.

    ``sender`` is the organization's number, the identity that AWS sends from. Raises ``Refused``,
    ``Unavailable`` and ``Uncertain``.
    """
    if not body.strip() or len(body) > BODY_MAXIMUM:
        raise Refused("A text has 1 to 1,600 characters.")
    try:
        configuration = current()
        client = _client(configuration)
    except NotConfigured as problem:
        raise Unavailable(str(problem)) from problem
    theirs = _asked(
        client,
        DestinationPhoneNumber=recipient,
        OriginationIdentity=sender,
        MessageBody=body,
        MessageType="TRANSACTIONAL",
        ConfigurationSetName=configuration.configuration_set,
        Context={ORGANIZATION: str(organization_id), MESSAGE: str(message_id)},
    )
    if not theirs:
        raise Uncertain("AWS gave no id for it.")
    return theirs


def _asked(client: Any, **text: Any) -> str:
    from botocore.exceptions import BotoCoreError, ClientError

    # "from None": what boto3 says may quote the text or the number.
    try:
        return str(client.send_text_message(**text).get("MessageId") or "")
    except ClientError as problem:
        raise after_answer(problem.response) from None
    except BotoCoreError as problem:
        raise without_answer(problem) from None


@cache
def _client(configuration: Configuration) -> Any:
    """A client for these settings: it is costly to make and safe to share between threads."""
    try:
        import boto3
        from botocore.config import Config
        from botocore.exceptions import BotoCoreError
    except ImportError as problem:
        raise NotConfigured("The package boto3 is not installed.") from problem
    try:
        return boto3.session.Session().client(
            "pinpoint-sms-voice-v2",
            region_name=configuration.region,
            endpoint_url=configuration.sms_endpoint or None,
            config=Config(
                connect_timeout=_CONNECT_SECONDS,
                read_timeout=_READ_SECONDS,
                retries={"total_max_attempts": 1},
            ),
        )
    except (BotoCoreError, ValueError) as problem:
        raise NotConfigured("boto3 does not accept its settings.") from problem
