"""Links to the next page of a register: the same question, further on."""

from urllib.parse import urlencode

from django.http import HttpRequest


def page_url(request: HttpRequest, name: str, value: object | None) -> str:
    """The query string that asks for the page at ``value``; empty where there is none."""
    if value is None:
        return ""
    return "?" + urlencode({**request.GET.dict(), name: str(value)})
