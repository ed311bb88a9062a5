"""What texts claim of the running system beside what it does now (45 CFR 164.316(a))."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from chaperone.ledger.actors import Actor
from chaperone.organizations.days import today_of
from chaperone.organizations.queries import looked_up_once
from chaperone.policies.markup import Claim
from chaperone.policies.models import Version
from chaperone.policies.queries.versions import published_by_policy
from chaperone.policies.registry import Enforcement, enforcement
from chaperone.policies.spans import in_force


class Compared(NamedTuple):
    """A claim beside the live value. ``state``: ``as_written``, ``drift`` or ``unknown``."""

    claim: Claim
    label: str
    live: str
    route: str
    state: str
    figures: str = ""


def compared(actor: Actor, claims: Iterable[Claim]) -> dict[Claim, Compared]:
    """Each claim beside what the system does now; what is asked about is asked once."""
    claims = list(claims)
    with looked_up_once():
        live = {name: _live(actor, name) for name in {claim.name for claim in claims}}
    return {claim: _beside(claim, *live[claim.name]) for claim in claims}


def drifts_of(actor: Actor, day: date | None = None) -> dict[UUID, list[Compared]]:
    """What differs in the versions in force: by policy. Beside the live values two queries."""
    day = day or today_of(actor)
    found = ((policy, in_force(spans, day)) for policy, spans in published_by_policy(actor).items())
    current = {version.version_id: policy for policy, version in found if version}
    rows = Version.objects.filter(organization_id=actor.organization_id, id__in=current)
    claimed = {
        current[version_id]: claims_from(claims)
        for version_id, claims in rows.exclude(claims=[]).values_list("id", "claims")
    }
    all_of_them = compared(actor, {claim for claims in claimed.values() for claim in claims})
    differing = {
        policy: [all_of_them[claim] for claim in claims if all_of_them[claim].state != "as_written"]
        for policy, claims in claimed.items()
    }
    return {policy: lines for policy, lines in differing.items() if lines}


def claims_from(kept: Sequence[Sequence[str]]) -> list[Claim]:
    """Claims as a version keeps them: pairs of name and value."""
    return [Claim(*pair) for pair in kept]


def _live(actor: Actor, name: str) -> tuple[Enforcement | None, str, str]:
    found = enforcement(name)
    return (found, found.shows(actor), found.figures(actor)) if found else (None, "", "")


def _beside(claim: Claim, found: Enforcement | None, live: str, figures: str) -> Compared:
    if found is None:
        return Compared(claim, claim.name, "", "", "unknown")
    same = _plain(live) == _plain(claim.value)
    return Compared(
        claim, found.label, live, found.route, "as_written" if same else "drift", figures
    )


def _plain(value: str) -> str:
    return " ".join(value.split()).casefold()
