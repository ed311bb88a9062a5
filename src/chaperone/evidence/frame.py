"""What the pages of this room have in common."""

READ, MANAGE = "evidence.read", "evidence.manage"
PURPOSE = "operations"
