"""What the pages of this room share."""

from chaperone.access.decorators import SignedInRequest


def page_or_part(request: SignedInRequest, name: str) -> str:
    """The template to draw: htmx asks for the part that has changed."""
    return f"{name}_part.html" if request.headers.get("HX-Request") == "true" else f"{name}.html"
