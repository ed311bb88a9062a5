"""What the record is asked: by which trace, and of which time."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chaperone.incidents.exposure.errors import NotOneTrace
from chaperone.incidents.models import Way


@dataclass(frozen=True, slots=True)
class Asked:
    """One trace. ``subject``: an id, or the address; empty where only the time is known.

    ``since`` inclusive, ``until`` exclusive.
    """

    way: Way
    subject: str
    since: datetime
    until: datetime

    @property
    def subject_id(self) -> UUID:
        """The id of what is asked for."""
        return UUID(self.subject)


def asked_by(since: datetime, until: datetime, **traces: UUID | str | None) -> Asked:
    """What one of the keywords of ``expose`` asks. Raises ``NotOneTrace``."""
    given = {name: value for name, value in traces.items() if value}
    if len(given) > 1 or since >= until:
        raise NotOneTrace
    for name, value in given.items():
        return Asked(Way(name), str(value), since, until)
    return Asked(Way.SPAN, "", since, until)
