"""What a person must hold before any page with members' data opens. Rooms above add theirs."""

from collections.abc import Callable
from typing import NamedTuple

from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest

from chaperone.access.errors import NotCleared


class Clearance(NamedTuple):
    """A condition, the sentence shown when it is missing, and the route where to mend it."""

    name: str
    sentence: str
    mend_at: str
    met: Callable[[HttpRequest], bool]


_registered: list[Clearance] = []


def register(clearance: Clearance) -> None:
    _registered.append(clearance)


def check_clearances(request: HttpRequest) -> None:
    """Raises ``NotCleared`` for the first clearance that the signed-in person does not hold."""
    for clearance in _registered:
        if not clearance.met(request):
            raise NotCleared(
                clearance=clearance.name, sentence=clearance.sentence, mend_at=clearance.mend_at
            )


def _second_factor_used(request: HttpRequest) -> bool:
    return any(
        record["method"] == "mfa" for record in get_authentication_records(request, request.user)
    )


register(
    Clearance(
        name="second factor",
        sentence="Set up a second factor before you can see members' data.",
        mend_at="mfa_activate_totp",
        met=_second_factor_used,
    )
)
