"""What other rooms ask about access. Each group of questions has a file of its own."""

from chaperone.access.queries.entering import (
    Entered,
    EnteredOrganization,
    enter,
    home_organization,
)
from chaperone.access.queries.grants import grants_of
from chaperone.access.queries.people import (
    Colleague,
    coached_teams,
    coaches_by_team,
    coaches_of,
    names_of,
    people_of,
    people_who_may,
    roles_of,
    staff_of,
    staff_page,
)

__all__ = [
    "Colleague",
    "Entered",
    "EnteredOrganization",
    "coached_teams",
    "coaches_by_team",
    "coaches_of",
    "enter",
    "grants_of",
    "home_organization",
    "names_of",
    "people_of",
    "people_who_may",
    "roles_of",
    "staff_of",
    "staff_page",
]
