"""What several collectors ask of the rooms: asked once in a collection, which is about one actor.

Under their own names, so that a collector reads as if it asked itself.
"""

from collections.abc import Callable
from typing import TypeVar

from chaperone.access.queries.people import holders_of as _holders_of
from chaperone.evidence.collecting import read_once
from chaperone.facilities.queries.standing import sites_standing as _sites_standing
from chaperone.incidents.assessing.queries.breaches import exposing_incidents as _exposing_incidents
from chaperone.incidents.assessing.queries.breaches import latest_drill as _latest_drill
from chaperone.ledger.actors import Actor
from chaperone.organizations.days import today_of
from chaperone.policies.queries import policies_in_force as _policies_in_force
from chaperone.vendors.queries import Standing, chain_of
from chaperone.vendors.queries.counting import covered_of as _covered_of
from chaperone.workforce.queries.designated import officials as _officials

T = TypeVar("T")


def _once(read: Callable[[Actor], T]) -> Callable[[Actor], T]:
    name = f"{read.__module__}.{read.__qualname__}"
    return lambda actor: read_once(name, lambda: read(actor))


def _chain_today(actor: Actor) -> list[Standing]:
    return chain_of(actor, today_of(actor))


covered_of = _once(_covered_of)
exposing_incidents = _once(_exposing_incidents)
holders_of = _once(_holders_of)
latest_drill = _once(_latest_drill)
officials = _once(_officials)
policies_in_force = _once(_policies_in_force)
sites_standing = _once(_sites_standing)
vendors_today = _once(_chain_today)
