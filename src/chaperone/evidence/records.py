"""Under which id the history and the signatures of a standard are kept."""

from uuid import UUID, uuid5


def record_of(organization_id: UUID, citation: str) -> UUID:
    """The same for one standard in one organization, for ever."""
    return uuid5(organization_id, f"evidence {citation}")
