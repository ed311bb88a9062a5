"""Errors of botocore that the stand-in cannot bring about."""

from typing import Any

import pytest
from botocore import exceptions

from chaperone.carriers.aws.outcomes import after_answer, without_answer
from chaperone.carriers.errors import Refused, Unavailable, Uncertain

AT = {"endpoint_url": "https://sms-voice.us-east-1.amazonaws.com"}


@pytest.mark.parametrize(
    ("problem", "outcome"),
    [
        (exceptions.ConnectTimeoutError(**AT), Unavailable),
        (exceptions.EndpointConnectionError(**AT), Unavailable),
        (exceptions.ProxyConnectionError(proxy_url="x"), Unavailable),
        (exceptions.NoCredentialsError(), Unavailable),
        (exceptions.PartialCredentialsError(provider="x", cred_var="y"), Unavailable),
        (exceptions.CredentialRetrievalError(provider="x", error_msg="y"), Unavailable),
        (exceptions.SSLError(error="[SSL: CERTIFICATE_VERIFY_FAILED]", **AT), Unavailable),
        (exceptions.SSLError(error="bad record", **AT), Uncertain),
        (exceptions.ReadTimeoutError(**AT), Uncertain),
        (exceptions.ConnectionClosedError(**AT), Uncertain),
        (exceptions.HTTPClientError(error="x"), Uncertain),
        (exceptions.ParamValidationError(report="x"), Refused),
    ],
)
def test_without_an_answer(problem: Exception, outcome: type[Exception]) -> None:
    assert type(without_answer(problem)) is outcome


@pytest.mark.parametrize(
    ("response", "outcome"),
    [
        ({}, Uncertain),
        ({"Error": {"Code": "X"}}, Uncertain),
        ({"Error": {}, "ResponseMetadata": {"HTTPStatusCode": 400}}, Refused),
        ({"Error": {"Code": "ThrottlingException"}}, Unavailable),
    ],
)
def test_after_an_odd_answer(response: dict[str, Any], outcome: type[Exception]) -> None:
    assert type(after_answer(response)) is outcome


def test_the_names_of_errors_are_botocores() -> None:
    from chaperone.carriers.aws.outcomes import _NEVER_REACHED

    for name in _NEVER_REACHED:
        assert issubclass(getattr(exceptions, name), exceptions.BotoCoreError)
