"""Settings of AWS End User Messaging and SNS, read anew each time so that a change takes effect.

From the ``aws`` object of ``config.json`` in the data folder, or the same object as JSON in the
environment variable ``CHAPERONE_AWS``. Credentials come the way that boto3 finds them.
"""

import re
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from chaperone.carriers.aws.errors import NotConfigured
from chaperone.files.errors import ConfigUnreadable
from chaperone.files.sections import section

_TOPIC = re.compile(r"arn:aws(-us-gov)?:sns:([a-z0-9-]{4,30}):[0-9]{12}:[A-Za-z0-9_-]{1,256}")
_REGION = re.compile(r"[a-z]{2}(-[a-z]+)+-[0-9]")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True)
class Configuration:
    """What is set.

    ``topics``: ARNs of the SNS topics that are trusted to bring texts and receipts.
    ``sms_endpoint``, ``sns_endpoint``: only to try the carrier against a stand-in on this machine.
    """

    region: str
    topics: tuple[str, ...]
    configuration_set: str
    sms_endpoint: str = ""
    sns_endpoint: str = ""


def certificates_folder() -> Path:
    """Where the operator keeps the certificates of SNS that are trusted, by file name."""
    return Path(settings.CHAPERONE_DATA) / "carriers" / "aws"


def is_set() -> bool:
    """Whether anything about AWS is set."""
    return _raw() is not None


def current() -> Configuration:
    """The settings. Raises ``NotConfigured`` with what is missing or wrong."""
    raw = _raw()
    if raw is None:
        raise NotConfigured("Set “aws” in config.json.")
    if not isinstance(raw, dict):
        raise NotConfigured("“aws” in config.json must be an object.")
    unknown = raw.keys() - {field.name for field in fields(Configuration)}
    if unknown:
        raise NotConfigured(f"There is no setting “{min(unknown)}”.")
    return Configuration(
        region=_matching(raw, "region", _REGION, "a region such as us-east-1"),
        topics=_topics(raw),
        configuration_set=_text(raw, "configuration_set", "the name of a configuration set"),
        sms_endpoint=_endpoint(raw, "sms_endpoint"),
        sns_endpoint=_endpoint(raw, "sns_endpoint"),
    )


def region_of(topic: str) -> str:
    """The region in which a topic lives; empty where this is no topic's ARN."""
    match = _TOPIC.fullmatch(topic)
    return match.group(2) if match else ""


def _raw() -> Any:
    config_file = Path(settings.CHAPERONE_DATA) / "config.json"
    try:
        return section(config_file, "aws", variable="CHAPERONE_AWS")
    except ConfigUnreadable as problem:
        raise NotConfigured(str(problem)) from problem


def _text(raw: dict[str, Any], name: str, meaning: str) -> str:
    value = raw.get(name)
    if not isinstance(value, str) or not value:
        raise NotConfigured(f"“{name}” must be {meaning}.")
    return value


def _matching(raw: dict[str, Any], name: str, pattern: re.Pattern[str], meaning: str) -> str:
    value = _text(raw, name, meaning)
    if not pattern.fullmatch(value):
        raise NotConfigured(f"“{name}” must be {meaning}.")
    return value


def _topics(raw: dict[str, Any]) -> tuple[str, ...]:
    topics = raw.get("topics")
    if not isinstance(topics, list) or not topics:
        raise NotConfigured("“topics” must list the ARN of at least one SNS topic.")
    for topic in topics:
        if not isinstance(topic, str) or not region_of(topic):
            raise NotConfigured("“topics” must hold ARNs of SNS topics.")
    return tuple(topics)


def _endpoint(raw: dict[str, Any], name: str) -> str:
    value = raw.get(name, "")
    if value == "":
        return ""
    if not isinstance(value, str) or urlsplit(value).hostname not in _LOOPBACK:
        raise NotConfigured(f"“{name}” is for a stand-in on this machine only; leave it out.")
    return value.rstrip("/")
