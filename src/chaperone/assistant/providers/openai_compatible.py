"""Any server that speaks OpenAI's chat completions: vLLM, Ollama, a gateway."""

from typing import Any

from chaperone.assistant.providers.configuration import Endpoint


def client_for(endpoint: Endpoint, http: Any) -> Any:
    """A client of the ``openai`` package, which is loaded only where a model is used."""
    from openai import OpenAI

    return OpenAI(
        base_url=endpoint.address,
        # The package insists on one.
        api_key="none" if endpoint.sign_in == "none" else endpoint.secret,
        timeout=endpoint.timeout,
        max_retries=0,
        http_client=http,
    )


def parameters(most_tokens: int) -> dict[str, Any]:
    """What is asked for besides the messages."""
    return {"max_tokens": most_tokens, "temperature": 0}
