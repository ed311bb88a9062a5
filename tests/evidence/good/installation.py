"""What whoever runs the installation does: backups, their keys, and a restore on trial."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from chaperone.continuity.backups.actions.make import make_backups
from chaperone.continuity.backups.actions.verify import verify_backup
from chaperone.continuity.drills.actions.running import run
from chaperone.continuity.drills.choosing import latest_backup
from chaperone.continuity.drills.errors import DrillError
from chaperone.continuity.drills.restores import Chosen, Restored
from chaperone.continuity.escrow.actions.hold import hold
from chaperone.continuity.models import Backup, Ceremony
from tests.evidence.good import makes_good
from tests.evidence.scene import Scene


@makes_good
def a_backup_is_made_verified_and_restored(scene: Scene) -> None:
    with scene.as_login("worker"):
        made = back_up()
        hold(
            kind=Ceremony.Kind.SHARES,
            recipient=made.recipients[0],
            share_set=1,
            holders=["Amara Kone", "Noah Fischer", "A notary"],
        )
        drill(scene, restores)


def back_up() -> Backup:
    """A backup, read to its end; as a worker."""
    (made,) = make_backups(scheduled=True)
    assert made.state == Backup.State.WHOLE, made.why
    verify_backup(backup=made)
    return made


def drill(scene: Scene, restore) -> None:  # type: ignore[no-untyped-def]
    """A restore on trial with a restorer of the test's own; as a worker."""
    run(chosen=latest_backup(), scratch=scene.scratch / "drill", restore=restore)


def restores(chosen: Chosen, place: Path) -> Restored:
    """Everything comes back."""
    return Restored(datetime.now(UTC) - timedelta(minutes=5), {"rows": 1234})


def breaks(chosen: Chosen, place: Path) -> Restored:
    """Nothing comes back."""
    raise DrillError("The backup is damaged.")
