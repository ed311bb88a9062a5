"""The drills of the installation."""

from datetime import datetime

from chaperone.continuity.models import Drill


def latest_drill() -> Drill | None:
    """The last that ended, whatever became of it."""
    ended = Drill.objects.exclude(state=Drill.State.RUNNING)
    return ended.order_by("-started_at").first()


def latest_whole() -> Drill | None:
    """The last that brought everything back."""
    return Drill.objects.filter(state=Drill.State.WHOLE).order_by("-started_at").first()


def last_started() -> datetime | None:
    """When the last began, whether it has ended or not."""
    return Drill.objects.order_by("-started_at").values_list("started_at", flat=True).first()
