"""What is wrong with the settings of the models, found before a text waits for one in vain."""

from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

from django.core import checks

from chaperone.assistant.providers import configuration
from chaperone.assistant.providers.errors import NotConfigured


@checks.register
def check_models(**_: Any) -> list[checks.CheckMessage]:
    """Says what is wrong and how to mend it; nothing where no model is used."""
    try:
        found = configuration.endpoints()
    except NotConfigured as problem:
        hint = "Mend “models” in config.json; until then the library answers."
        return [checks.Error(str(problem), hint=hint, id="assistant.E001")]
    if not found:
        return []
    return [*_openai(), *(each for endpoint in found.values() for each in _secret(endpoint))]


def _openai() -> Iterator[checks.CheckMessage]:
    if find_spec("openai") is None:
        yield checks.Error(
            "No model can be asked: the package openai is not installed.",
            hint="Install it as requirements/product.txt pins it.",
            id="assistant.E002",
        )


def _secret(endpoint: configuration.Endpoint) -> Iterator[checks.CheckMessage]:
    if endpoint.sign_in == "none":
        return
    try:
        endpoint.secret()
    except NotConfigured as problem:
        yield checks.Error(
            f"The model “{endpoint.name}” cannot be asked. {problem}",
            hint="Write the key or token into that file, readable by the service alone.",
            id="assistant.E003",
        )
