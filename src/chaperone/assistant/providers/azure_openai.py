"""Azure OpenAI: a deployment of a resource, by key or by Entra token."""

from typing import Any

from chaperone.assistant.providers.configuration import Endpoint


def client_for(endpoint: Endpoint, http: Any) -> Any:
    """A client of the ``openai`` package, which is loaded only where a model is used."""
    from openai import AzureOpenAI

    by_token = endpoint.sign_in == "entra"
    return AzureOpenAI(
        azure_endpoint=endpoint.address,
        azure_deployment=endpoint.model,
        api_version=endpoint.api_version,
        azure_ad_token_provider=endpoint.secret if by_token else None,
        api_key=None if by_token else endpoint.secret,
        timeout=endpoint.timeout,
        max_retries=0,
        http_client=http,
    )


def parameters(most_tokens: int) -> dict[str, Any]:
    """What is asked for besides the messages. Its newer models take neither ``max_tokens`` nor a
    temperature.
    """
    return {"max_completion_tokens": most_tokens}
