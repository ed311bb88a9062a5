"""The pages of this room beside each other."""

from chaperone.registers.answers import Tab

READ, MANAGE = "continuity.read", "continuity.manage"
PURPOSE = "operations"

TABS = (
    Tab("Overview", "continuity:overview"),
    Tab("Backups", "continuity:backups:backups"),
    Tab("Recovery order", "continuity:recovery:order"),
    Tab("Whom to call", "continuity:recovery:contacts"),
    Tab("Drills", "continuity:drills:register"),
)
