"""What a person must hold before any page with members' data opens. Rooms above add theirs."""

from collections.abc import Callable
from typing import NamedTuple

from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest

from chaperone.access.errors import Missing, NotCleared


class Clearance(NamedTuple):
    """A condition, the sentence shown when it is missing, and the route where to mend it.

    ``waived_in_emergency``: whether emergency access goes without it (invariant 3: training and
    policies do, the second factor never).
    """

    name: str
    sentence: str
    mend_at: str
    met: Callable[[HttpRequest], bool]
    waived_in_emergency: bool = True


_registered: list[Clearance] = []


def register(clearance: Clearance) -> None:
    _registered.append(clearance)


def registered_clearances() -> tuple[Clearance, ...]:
    """Every clearance that is asked for, in the order of registration."""
    return tuple(_registered)


def missing_clearances(request: HttpRequest) -> list[Clearance]:
    """Every clearance that the signed-in person does not hold, in the order of registration."""
    return [clearance for clearance in _registered if not clearance.met(request)]


def held_clearances(request: HttpRequest) -> list[Clearance]:
    """Every clearance that they do hold."""
    return [clearance for clearance in _registered if clearance.met(request)]


def waived(missing: list[Clearance]) -> bool:
    """Whether emergency access may go on without all of these."""
    return all(clearance.waived_in_emergency for clearance in missing)


def refuse_uncleared(missing: list[Clearance]) -> None:
    """Raises ``NotCleared`` with all that is missing, if anything is."""
    if missing:
        raise NotCleared([Missing(*clearance[:3]) for clearance in missing])


def _second_factor_used(request: HttpRequest) -> bool:
    return any(
        record["method"] == "mfa" for record in get_authentication_records(request, request.user)
    )


register(
    Clearance(
        name="Second factor",
        sentence="Set up a second factor before you can see members' data.",
        mend_at="mfa_activate_totp",
        met=_second_factor_used,
        waived_in_emergency=False,
    )
)
