"""Asking a model over real HTTP: what is sent, and each way in which it fails."""

import json
import logging
import socket
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import transaction

from chaperone.assistant.providers import configuration, errors
from chaperone.assistant.providers.calling import Completion, ask
from tests.fakes.chat_model import FakeModel

MESSAGES = [
    {"role": "system", "content": "rules"},
    {"role": "user", "content": json.dumps({"entries": [{"id": "e1", "text": "Walk. Rest."}]})},
]
SECRET_WORDS = "Ursula's secret words"


def endpoint(name: str) -> configuration.Endpoint:
    return configuration.endpoints()[name]


@pytest.mark.parametrize("name", ["own", "azure"])
def test_a_reply_comes_with_its_counts(configured: Path, service: FakeModel, name: str) -> None:
    found = ask(endpoint(name), MESSAGES)

    assert found == Completion('{"reply": "Walk.", "cites": ["e1"]}', 321, 45)
    (call,) = service.calls
    assert call.body["messages"] == MESSAGES
    assert call.body["model"] == endpoint(name).model
    assert call.body["response_format"] == {"type": "json_object"}
    assert not {"user", "store", "metadata"} & call.body.keys()


def test_azure_is_asked_by_its_path_version_and_header(
    configured: Path, service: FakeModel
) -> None:
    ask(endpoint("azure"), MESSAGES)
    ask(replace(endpoint("azure"), sign_in="entra"), MESSAGES)

    by_key, by_token = service.calls
    assert by_key.path == "/openai/deployments/deployed/chat/completions"
    assert by_key.query == {"api-version": ["2024-10-21"]}
    assert by_key.headers["api-key"] == service.key
    assert by_token.headers["authorization"] == f"Bearer {service.key}"
    assert "api-key" not in by_token.headers


@pytest.mark.parametrize("sign_in", ["key", "entra"])
def test_a_key_that_is_renewed_is_used_at_once(
    configured: Path, service: FakeModel, sign_in: configuration.SignIn
) -> None:
    azure = replace(endpoint("azure"), sign_in=sign_in)
    ask(azure, MESSAGES)
    service.key = "another"
    with pytest.raises(errors.NotAccepted):
        ask(azure, MESSAGES)
    azure.secret_file.write_text("another")
    assert ask(azure, MESSAGES).content


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("429", errors.Throttled),
        ("500", errors.ServiceFault),
        ("503", errors.ServiceFault),
        ("401", errors.NotAccepted),
        ("404", errors.NotAccepted),
        ("malformed", errors.Malformed),
        ("shapeless", errors.Malformed),
        ("truncated", errors.CutShort),
        ("filter_in", errors.FilteredIn),
        ("filter_out", errors.FilteredOut),
        ("empty", errors.Empty),
        ("null", errors.Empty),
        ("slow", errors.TooSlow),
        ("reset", errors.Unreachable),
        ("redirect", errors.NotAccepted),
    ],
)
@pytest.mark.parametrize("name", ["own", "azure"])
def test_each_fault_has_a_name_and_one_call_is_one_call(
    configured: Path, service: FakeModel, fault: str, expected: type[errors.NoReply], name: str
) -> None:
    service.faults = [fault] * 3
    with pytest.raises(errors.NoReply) as caught:
        ask(endpoint(name), MESSAGES)
    assert type(caught.value) is expected
    assert len(service.calls) == 1


def test_nobody_listening(configured: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        away = replace(endpoint("own"), address=f"http://127.0.0.1:{port}/v1")
        with pytest.raises(errors.Unreachable):
            ask(away, MESSAGES)


@pytest.mark.parametrize("name", ["own", "azure"])
def test_a_key_that_is_not_there_is_named_and_nothing_is_sent(
    configured: Path, service: FakeModel, name: str
) -> None:
    endpoint(name).secret_file.unlink()
    with pytest.raises(errors.NotAccepted, match="There is no key"):
        ask(endpoint(name), MESSAGES)
    assert service.calls == []


def test_a_service_says_how_long_to_wait(configured: Path, service: FakeModel) -> None:
    service.faults, service.retry_after = ["429", "429"], "2.5"
    with pytest.raises(errors.Throttled) as caught:
        ask(endpoint("own"), MESSAGES)
    assert caught.value.wait == 2.5
    service.retry_after = "Wed, 21 Oct 2026 07:28:00 GMT"
    with pytest.raises(errors.Throttled) as caught:
        ask(endpoint("own"), MESSAGES)
    assert caught.value.wait == 0


def test_no_proxy_of_the_environment_gets_anything(
    configured: Path, service: FakeModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert ask(endpoint("own"), MESSAGES).content


@pytest.mark.django_db
def test_never_inside_a_transaction(configured: Path, service: FakeModel) -> None:
    with transaction.atomic(), pytest.raises(errors.InTransaction):
        ask(endpoint("own"), MESSAGES)
    assert service.connections == 0


@pytest.mark.parametrize("fault", ["", "500", "filter_in", "malformed", "reset"])
def test_nothing_of_it_stands_in_a_log_or_an_error(
    configured: Path,
    service: FakeModel,
    fault: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("OPENAI_LOG", "debug")
    logging.getLogger("openai").setLevel(logging.DEBUG)
    service.faults = [fault]
    asked = [{"role": "user", "content": SECRET_WORDS}]
    service.reply = lambda _: SECRET_WORDS
    with caplog.at_level(logging.DEBUG, logger=""):
        try:
            said = repr(ask(endpoint("own"), asked))
        except errors.NoReply as problem:
            said = f"{problem!r} {problem} {problem.__cause__} {problem.__suppress_context__}"
    for leaked in (SECRET_WORDS, service.key):
        assert leaked not in caplog.text
        assert leaked not in said
