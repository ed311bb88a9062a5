"""Why somebody was not let through, or access was not given."""

from collections.abc import Sequence
from typing import NamedTuple


class AccessError(Exception):
    """Access was refused."""


class NotSignedIn(AccessError):
    """Sign in to see this page."""


class NotReachable(AccessError):
    """There is no such page, or it is not one that you can reach."""


class AccessEnded(NotReachable):
    """Your access ended while this page was being made, so nothing of it is shown."""


class AgreementOver(NotReachable):
    """The agreement between this organization and the platform is missing or over."""


class Missing(NamedTuple):
    """A clearance that somebody lacks: what it is called, what to do, and the route where."""

    label: str
    sentence: str
    mend_at: str


class NotCleared(AccessError):
    """Something is missing before you may see members' data."""

    def __init__(self, missing: Sequence[Missing]) -> None:
        super().__init__(" ".join(clearance.sentence for clearance in missing))
        self.missing = tuple(missing)


class NotARole(AccessError):
    """There is no such role."""


class OwnRequest(AccessError):
    """Nobody decides on their own access: another security officer must."""


class AlreadyDecided(AccessError):
    """This has been decided already."""


class HomeFirst(AccessError):
    """The security officer where this person works decides first."""


class Unsuitable(AccessError):
    """This cannot be asked for as it stands; the message says why."""


class NoSuchMember(AccessError):
    """No member of this organization has this telephone number."""


class NotACoach(AccessError):
    """Only somebody who is a coach here already can be put into one more care team."""


class OwnAccess(AccessError):
    """Nobody gives, widens or reviews their own access."""


class RoleInUse(AccessError):
    """A role that somebody holds can only be narrowed. Make another and let people ask for it."""


class EmergencyRuns(AccessError):
    """It can be judged once it has ended."""


class CopyNotApproved(AccessError):
    """Nothing is copied or downloaded without an approval by somebody else. Ask for one first."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or type(self).__doc__ or "")
