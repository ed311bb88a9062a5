"""What a person must hold before any page with members' data opens (invariant 3).

45 CFR 164.308(a)(3)-(5), 164.316: a signed confidentiality agreement, current training, policies
that were acknowledged. The rooms above register theirs and call ``hold`` when it is earned; what is
registered and not held refuses, and so does what the clock has ended. See docs/decisions/0026.
"""

from typing import NamedTuple

from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest

from chaperone.access.actions.clearances import begin_grace, end_hold, hold
from chaperone.access.actors import Staff
from chaperone.access.errors import Missing, NotCleared

__all__ = [
    "SECOND_FACTOR",
    "Clearance",
    "begin_grace",
    "end_hold",
    "hold",
    "lacking",
    "refuse_uncleared",
    "refuse_without_second_factor",
    "register",
    "registered",
    "second_factor_used",
]


class Clearance(NamedTuple):
    """A condition, what it is called, the sentence shown when it is missing, the route to mend it.

    ``name`` is a slug, as ``hold`` takes it. The route takes no arguments and is ``signed_in``:
    it must be open to who lacks the clearance.
    """

    name: str
    label: str
    sentence: str
    mend_at: str


SECOND_FACTOR = Clearance(
    name="second_factor",
    label="Second factor",
    sentence="Set up a second factor before you can see members' data.",
    mend_at="mfa_activate_totp",
)
"""The one that nothing waives, and that every page of an organization asks for."""

_registered: dict[str, Clearance] = {}


def register(clearance: Clearance) -> None:
    """Has members' data ask for it from now on. Raises ``ValueError`` where the name is taken."""
    if clearance.name in _registered:
        raise ValueError(f"Clearance {clearance.name} is registered twice.")
    _registered[clearance.name] = clearance


def registered() -> tuple[Clearance, ...]:
    """All that members' data asks for, besides the second factor, in the order of registration."""
    return tuple(_registered.values())


def lacking(actor: Staff) -> list[Clearance]:
    """What the actor did not hold when they entered."""
    return [clearance for clearance in registered() if clearance.name not in actor.clearances]


def refuse_uncleared(missing: list[Clearance]) -> None:
    """Raises ``NotCleared`` with all that is missing, if anything is."""
    if missing:
        raise NotCleared([Missing(*clearance[1:]) for clearance in missing])


def refuse_without_second_factor(request: HttpRequest) -> None:
    """Raises ``NotCleared`` where the person signed in with a password alone."""
    if not second_factor_used(request):
        refuse_uncleared([SECOND_FACTOR])


def second_factor_used(request: HttpRequest) -> bool:
    """Whether the person proved a second factor in this session."""
    return any(
        record["method"] == "mfa" for record in get_authentication_records(request, request.user)
    )
