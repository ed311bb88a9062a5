"""What the pages of this room share."""

PURPOSE = "operations"
READ, MANAGE = "incidents.read", "incidents.manage"
