"""Pages about what went wrong. They read no table and run no context processor, so that making
one cannot fail a second time.
"""

from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string

RETRY_AFTER_SECONDS = 10


def page(template: str, *, status: int, **context: Any) -> HttpResponse:
    """The page of `template` with that HTTP status; a 503 also says when to come back."""
    response = HttpResponse(render_to_string(template, context), status=status)
    if status == 503:
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
