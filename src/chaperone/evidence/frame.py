"""What the pages of this room have in common."""

from chaperone.registers.answers import Tab

READ, MANAGE = "evidence.read", "evidence.manage"
PURPOSE = "operations"

TABS = (
    Tab("Standards", "evidence:standards"),
    Tab("Packages for auditors", "evidence:packages"),
    Tab("Auditors", "evidence:auditors"),
    Tab("Public trust page", "evidence:trust_page"),
)
