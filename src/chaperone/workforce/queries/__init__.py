"""What other rooms ask about the workforce."""

from chaperone.workforce.queries.designated import Contact, officials, officials_by_slug

__all__ = ["Contact", "officials", "officials_by_slug"]
