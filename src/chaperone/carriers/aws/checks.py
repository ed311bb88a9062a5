"""What is wrong with the settings of AWS, found before a text is lost to it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from typing import Any

from django.core import checks

from chaperone.carriers.aws import configuration
from chaperone.carriers.aws.errors import NotConfigured
from chaperone.carriers.aws.signatures import read_certificate

_EXPIRES_SOON = timedelta(days=30)


@checks.register
def check_aws(**_: Any) -> list[checks.CheckMessage]:
    """Says what is wrong and how to mend it; nothing where AWS is not used."""
    try:
        if not configuration.is_set():
            return []
        configuration.current()
    except NotConfigured as problem:
        return [checks.Error(str(problem), hint="Mend “aws” in config.json.", id="carriers.E001")]
    return [*_boto3(), *_certificates()]


def _boto3() -> Iterator[checks.CheckMessage]:
    if find_spec("boto3") is None:
        yield checks.Error(
            "Texts cannot be sent by AWS: the package boto3 is not installed.",
            hint="Install chaperone[aws].",
            id="carriers.E002",
        )


def _certificates() -> Iterator[checks.CheckMessage]:
    folder = configuration.certificates_folder()
    paths = sorted(folder.glob("SimpleNotificationService-*.pem"))
    if not paths:
        yield checks.Error(
            "No certificate of SNS is pinned, so that every text from AWS is refused.",
            hint=f"Store the certificate of your region's SNS in {folder}.",
            id="carriers.E003",
        )
    for path in paths:
        yield from _certificate(path)


def _certificate(path: Any) -> Iterator[checks.CheckMessage]:
    try:
        expires = read_certificate(path).not_valid_after_utc
    except (OSError, ValueError):
        yield checks.Error(
            f"The pinned certificate {path.name} cannot be read.",
            hint="Store it again, as PEM.",
            id="carriers.E004",
        )
        return
    if expires - datetime.now(UTC) < _EXPIRES_SOON:
        yield checks.Warning(
            f"The pinned certificate {path.name} is valid until {expires:%Y-%m-%d} only.",
            hint="Look whether SNS signs with a new one, and pin that as well.",
            id="carriers.W001",
        )
