"""What can keep a drill from running, and an exercise from being filed."""

from chaperone.errors import Sentence


class DrillError(Sentence):
    """The drill was not run."""


class NothingToRestore(DrillError):
    """There is no whole backup to restore. Make one with `chaperone backup create`."""


class AnotherRuns(DrillError):
    """Another drill is running."""


class KeyIsApart(DrillError):
    """The key that opens backups is not on this machine, as it should be: run `chaperone drill`
    with it."""


class WrongSettings(DrillError):
    """The section “drills” of config.json cannot be used."""


class NoSuchExercise(DrillError):
    """There is no such drill or exercise here."""


class NoNextStep(DrillError):
    """Nothing waits to be done here."""
