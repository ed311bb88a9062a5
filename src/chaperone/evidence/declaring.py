"""What evidence tells the rooms below: notices, what does not apply, dues, a reading, its sweep."""

from chaperone.duties.registry import due_from
from chaperone.evidence.collecting import set_aside_with
from chaperone.evidence.freezing import notice  # noqa: F401  declares
from chaperone.evidence.standing.dues import dues
from chaperone.evidence.standing.queries import set_aside
from chaperone.evidence.tasks import look_each_minute
from chaperone.evidence.verifying.reading import ledger_verified
from chaperone.jobs.steady import steadily
from chaperone.notices.readings import readings_from


def declare_all() -> None:
    """Called once, in ``AppConfig.ready``."""
    set_aside_with(set_aside)
    due_from(dues)
    readings_from(ledger_verified)
    steadily(look_each_minute)
