"""`chaperone backup create`: a backup now, at every place."""

from chaperone.cli.answers import AsJson, fail
from chaperone.cli.backup.printing import show
from chaperone.continuity.backups.actions.make import make_backups
from chaperone.continuity.backups.actions.remove import prune
from chaperone.continuity.models import Backup


def create(as_json: AsJson = False) -> None:
    """Make a backup now, at every place that is set. Exit 1 where one of them has none."""
    made = make_backups(scheduled=False)
    prune()
    show(made, as_json=as_json)
    failed = [row for row in made if row.state != Backup.State.WHOLE]
    if failed:
        fail("backup", " ".join(f"{row.target}: {row.why}" for row in failed))
