"""Who may call the pages of this room. They open no sealed value of a member."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from chaperone.accounts.models import User

View = Callable[..., HttpResponse]


def anyone(view: View) -> View:
    """Marks a view that needs no sign-in."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Lets a person see their own account's pages; others are sent to sign in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **arguments: Any) -> HttpResponse:
        if not isinstance(request.user, User):
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **arguments)

    guarded.access = "own account"  # type: ignore[attr-defined]
    return guarded
