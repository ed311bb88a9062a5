"""Settings of the models, and what is wrong with them."""

import json
from pathlib import Path
from typing import Any

import pytest

from chaperone.assistant.providers import checks
from chaperone.assistant.providers.configuration import endpoint, endpoints
from chaperone.assistant.providers.errors import NotConfigured
from chaperone.assistant.providers.settings import MODEL
from tests.fakes.chat_model import FakeModel

GOOD: dict[str, Any] = {
    "provider": "azure_openai",
    "address": "https://lakeside.openai.azure.com/",
    "model": "gpt-4o-mini",
    "sign_in": "entra",
}


def write(folder: Path, models: Any) -> None:
    (folder / "config.json").write_text(json.dumps({"models": models}))


def test_an_endpoint_is_read_and_its_host_is_what_agreements_name(configured: Path) -> None:
    write(configured, {"cloud": GOOD})
    (found,) = endpoints().values()
    assert (found.host, found.api_version, found.timeout) == (
        "lakeside.openai.azure.com",
        "2024-10-21",
        15.0,
    )
    assert found.secret_file == configured / "secrets" / "models" / "cloud"


@pytest.mark.parametrize(
    ("models", "said"),
    [
        ([], "must be an object"),
        ({"library": GOOD}, "no name"),
        ({"../x": GOOD}, "no name"),
        ({"x": "y"}, "must be an object"),
        ({"x": GOOD | {"api_key": "secret"}}, "no setting “api_key”"),
        ({"x": GOOD | {"provider": "other"}}, "must be one of"),
        ({"x": GOOD | {"sign_in": "none"}}, "must be one of"),
        ({"x": GOOD | {"model": ""}}, "is missing"),
        ({"x": GOOD | {"model": "m" * 301}}, "is missing"),
        ({"x": GOOD | {"api_version": "latest"}}, "must be a day"),
        ({"x": GOOD | {"timeout_seconds": 0}}, "at most 60"),
        ({"x": GOOD | {"timeout_seconds": True}}, "at most 60"),
        ({"x": GOOD | {"timeout_seconds": 61}}, "at most 60"),
        ({"x": GOOD | {"address": "http://lakeside.openai.azure.com"}}, "https"),
        ({"x": GOOD | {"address": "http://127.0.0.1.evil.example"}}, "https"),
        ({"x": GOOD | {"address": "https://user:pass@models.example"}}, "must be like"),
        ({"x": GOOD | {"address": "https://models.example/v1?key=1"}}, "must be like"),
        ({"x": GOOD | {"address": "https://[::1"}}, "must be like"),
        ({"x": GOOD | {"address": "ftp://models.example"}}, "must be like"),
        ({"x": GOOD | {"address": "models.example"}}, "must be like"),
    ],
)
def test_what_is_wrong_is_said(configured: Path, models: Any, said: str) -> None:
    write(configured, models)
    with pytest.raises(NotConfigured, match=said):
        endpoints()
    assert endpoint("x") is None
    assert [each.id for each in checks.check_models()] == ["assistant.E001"]
    assert [value for value, _ in MODEL.field().choices] == ["library"]


def test_models_that_can_be_asked_pass_and_can_be_chosen(configured: Path) -> None:
    assert checks.check_models() == []
    assert [value for value, _ in MODEL.field().choices] == ["library", "own", "azure"]


def test_an_installation_without_models_is_left_alone(
    configured: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (configured / "config.json").unlink()
    monkeypatch.setattr(checks, "find_spec", lambda _: None)
    assert checks.check_models() == []
    assert endpoint("own") is None


def test_a_missing_package_and_a_missing_key_are_found(
    configured: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "find_spec", lambda _: None)
    (configured / "secrets" / "models" / "own").write_text(" \n")
    assert [each.id for each in checks.check_models()] == ["assistant.E002", "assistant.E003"]


def test_config_that_is_no_json_is_found(configured: Path, service: FakeModel) -> None:
    (configured / "config.json").write_text("{")
    assert [each.id for each in checks.check_models()] == ["assistant.E001"]
