"""What the pages of this room share."""

PURPOSE = "operations"
READ, MANAGE = "incidents.read", "incidents.manage"
LEFT = "somebody who has left"
"""Stands within a sentence for a name that is not known any more."""
