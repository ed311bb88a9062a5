"""Why somebody was not let through."""


class AccessError(Exception):
    """Access was refused."""


class NotSignedIn(AccessError):
    """Sign in to see this page."""


class NotReachable(AccessError):
    """There is no such page, or it is not one that you can reach."""


class NotCleared(AccessError):
    """Something is missing before you may see members' data."""

    def __init__(self, *, clearance: str, sentence: str, mend_at: str) -> None:
        super().__init__(sentence)
        self.clearance = clearance
        self.mend_at = mend_at


class NotARole(AccessError):
    """There is no such role."""
