"""Old rows of a kind that is purged, and runs over them."""

from datetime import timedelta
from uuid import UUID

from django.db import connection
from django.utils import timezone

from chaperone.database.identifiers import PLATFORM, first_id_of, new_id
from chaperone.notices.models import Notice
from chaperone.retention.certificates import said_by
from chaperone.retention.models import Run, RunCertificate
from chaperone.retention.purging.actions import Progress, ask_run, carry_on
from tests.cast import LAKESIDE, grace, inside

NOTICES = "notices.notices"


def id_at(days: float) -> UUID:
    """An id that was made so many days ago."""
    first = first_id_of(timezone.now() - timedelta(days=days))
    return UUID(int=first.int | (new_id().int & ((1 << 62) - 1)))


def old_notices(number: int, *, days: float = 800, state: str = "sent") -> list[UUID]:
    """Notices that were settled so many days ago."""
    at = timezone.now() - timedelta(days=days)
    with inside(LAKESIDE):
        rows = Notice.objects.bulk_create(
            Notice(
                id=id_at(days),
                organization_id=LAKESIDE,
                kind="tests",
                subject_id=new_id(),
                way="portal",
                state=state,
                settled_at=None if state == "pending" else at,
            )
            for _ in range(number)
        )
    return sorted(row.id for row in rows)


def notices() -> list[UUID]:
    """What is left of them."""
    with inside(LAKESIDE):
        return sorted(Notice.objects.filter(kind="tests").values_list("id", flat=True))


def asked_run() -> UUID:
    """Grace asks for a run; its id."""
    with grace.acting() as actor:
        return ask_run(actor=actor).id


def to_the_end(organization_id: UUID = LAKESIDE) -> None:
    """A worker carries the run on until nothing is left, whoever else waits meanwhile. As the worker."""
    while carry_on(organization_id=organization_id, seconds=10) is not Progress.ENDED:
        pass


def run_now(run_id: UUID) -> Run:
    with inside(LAKESIDE):
        return Run.objects.prefetch_related("steps").get(id=run_id)


def certificate(run_id: UUID) -> dict:
    """What the run's one certificate says."""
    with inside(LAKESIDE):
        (found,) = RunCertificate.objects.filter(run_id=run_id)
        return said_by(found)


def purged_of(said: dict, name: str = NOTICES) -> int:
    return next((each["purged"] for each in said["classes"] if each["class"] == name), 0)


def clock(**values: object) -> None:
    """Sets what purging knows of the clock. As the worker."""
    settings = ", ".join(f"{name} = %s" for name in values)
    with inside(PLATFORM), connection.cursor() as cursor:
        cursor.execute(f"update retention_clockwatch set {settings}", list(values.values()))
