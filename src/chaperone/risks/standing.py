"""Pure: how a risk stands on a day, and which days are allowed. The same in SQL is ``queries``'."""

from datetime import date, timedelta
from typing import Protocol

from chaperone.risks.errors import InThePast, NotAcceptable, TooLong
from chaperone.risks.knowledge import scales

CLOSED, UNASSESSED, ACCEPTED, ENDED = "closed", "unassessed", "accepted", "acceptance_ended"
OVERDUE, TREATING, TREATED, OPEN = "treatment_overdue", "treating", "treated", "open"
STANDINGS = (ENDED, OVERDUE, UNASSESSED, OPEN, TREATING, TREATED, ACCEPTED, CLOSED)
"""Every standing, those first that somebody must see to."""


class Dated(Protocol):
    """What of a risk decides how it stands."""

    @property
    def closed(self) -> bool: ...
    @property
    def residual_level(self) -> int | None: ...
    @property
    def treatment(self) -> str: ...
    @property
    def treatment_due(self) -> date | None: ...
    @property
    def treatment_done_on(self) -> date | None: ...
    @property
    def accepted_until(self) -> date | None: ...


def standing_of(risk: Dated, today: date) -> str:
    """One of ``STANDINGS``. The last day of an acceptance and of a treatment counts still."""
    if risk.closed:
        return CLOSED
    if risk.residual_level is None:
        return UNASSESSED
    if risk.accepted_until is not None:
        return ACCEPTED if today <= risk.accepted_until else ENDED
    if not risk.treatment:
        return OPEN
    if risk.treatment_done_on is not None:
        return TREATED
    overdue = risk.treatment_due is not None and risk.treatment_due < today
    return OVERDUE if overdue else TREATING


def latest_end(level: int, today: date) -> date:
    """The last day until which a risk of this level may be accepted. Raises ``NotAcceptable``."""
    days = scales().level[level - 1].accept_days
    if not days:
        raise NotAcceptable
    return today + timedelta(days=days)


def check_end(level: int, until: date, today: date) -> None:
    """Whether a risk of this level may be accepted until then.

    Raises ``NotAcceptable``, ``InThePast``, ``TooLong``.
    """
    latest = latest_end(level, today)
    if until < today:
        raise InThePast
    if until > latest:
        raise TooLong(f"A risk of this level may be accepted until {latest} at the latest.")
