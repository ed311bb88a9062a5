"""What is kept how long, and why: each room registers its classes in ``AppConfig.ready``.

45 CFR 164.316(b)(2)(i) (documentation: six years from when it was made or last in effect); what no
rule sets a period for is kept as long as its use asks, and no longer (164.310(d)(2)(i)).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

SIX_YEARS = 2192
"""Six years in days, with both leap days."""
LONGEST = 36525
"""A hundred years: nothing that is kept longer has a period."""
DOCUMENTATION = "45 CFR 164.316(b)(2)(i): six years from when it was made or was last in effect."


class Reach(StrEnum):
    """Whose a class is. What tenants share goes for all of them at once, and none chooses."""

    ORGANIZATION = "organization"
    INSTALLATION = "installation"


@dataclass(frozen=True, slots=True)
class Rows:
    """Which rows go, and how they are found: SQL that the room wrote, never anything typed.

    ``aged``: since when its period runs, as an expression over ``t`` that is never earlier than the
    row's id. ``condition``: which rows may go at all. ``member``: the column that says whom a row
    is about; empty where it is about nobody. ``organization``: the expression that says whose it
    is; empty for what belongs to none. ``with_them``: statements over ``%(ids)s`` for what hangs
    off the rows, run before they go. ``key``: the type of the id.
    """

    table: str
    aged: str
    condition: str = "true"
    member: str = ""
    organization: str = "t.organization_id"
    with_them: tuple[str, ...] = ()
    key: str = "uuid"


@dataclass(frozen=True, slots=True)
class Months:
    """A table by month of which whole months go.

    ``listing``: a statement that gives names and numbers of rows of the months before
    ``%(bound)s``; ``drop``: one that drops the month ``%(name)s`` and gives how many rows went.
    """

    table: str
    listing: str
    drop: str


@dataclass(frozen=True, slots=True)
class Class:
    """What is kept together: what it is, how long, on what ground, what goes and what stays.

    ``minimum_days``: what no organization goes below; the database refuses it too. ``choosable``:
    whether an organization may keep it longer or shorter. ``found``: what goes, where this program
    purges it; ``elsewhere``: who does, in a sentence, where the daily run does not.
    """

    name: str
    label: str
    about: str
    default_days: int
    minimum_days: int
    legal_source: str
    goes: str
    stays: str
    choosable: bool = False
    reach: Reach = Reach.ORGANIZATION
    found: Rows | Months | None = None
    elsewhere: str = ""

    def __post_init__(self) -> None:
        if not self.minimum_days <= self.default_days <= LONGEST:
            raise ValueError(f"{self.name}: the default lies outside of what may be chosen.")
        if (self.found is None) == (not self.elsewhere):
            raise ValueError(f"{self.name}: either the daily run purges it, or says who does.")


_classes: dict[str, Class] = {}


def register(*classes: Class) -> None:
    """Adds classes. Raises ``ValueError`` where another class has the name."""
    for each in classes:
        if _classes.get(each.name, each) != each:
            raise ValueError(f"Retention class {each.name} has a name that is taken.")
        _classes[each.name] = each


def registered() -> Mapping[str, Class]:
    """Every class by name, in the order of the names."""
    return MappingProxyType(dict(sorted(_classes.items())))
