import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chaperone.assistant.providers.breaker import breaker
from tests.fakes.chat_model import KEY, FakeModel, fake_model


@pytest.fixture
def service() -> Iterator[FakeModel]:
    with fake_model() as model:
        yield model
    breaker.forget()


@pytest.fixture
def configured(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch, service: FakeModel
) -> Path:
    """A data folder whose two models are both the fake."""
    settings.CHAPERONE_DATA = tmp_path
    monkeypatch.delenv("CHAPERONE_MODELS", raising=False)
    models: dict[str, Any] = {
        "own": {
            "provider": "openai_compatible",
            "address": f"{service.address}/v1/",
            "model": "llama",
            "sign_in": "key",
            "timeout_seconds": 0.5,
        },
        "azure": {
            "provider": "azure_openai",
            "address": service.address,
            "model": "deployed",
            "sign_in": "key",
            "timeout_seconds": 0.5,
        },
    }
    (tmp_path / "config.json").write_text(json.dumps({"models": models}))
    (tmp_path / "secrets" / "models").mkdir(parents=True)
    for name in models:
        (tmp_path / "secrets" / "models" / name).write_text(KEY + "\n")
    return tmp_path
