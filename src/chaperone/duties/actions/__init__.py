"""What is done about duties, by file: the rota, links to calendars, reminders."""

from chaperone.duties.actions.rota import (
    set_away,
    set_contact,
    set_cover,
    set_weeks,
    swap_weeks,
    withdraw_away,
)

__all__ = [
    "set_away",
    "set_contact",
    "set_cover",
    "set_weeks",
    "swap_weeks",
    "withdraw_away",
]
