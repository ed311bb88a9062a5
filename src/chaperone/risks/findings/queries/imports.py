"""Files of findings, and what each would change."""

from uuid import UUID

from chaperone.ledger.actors import Actor
from chaperone.risks.findings.comparing import Comparison, compare
from chaperone.risks.findings.errors import NoSuchImport
from chaperone.risks.findings.reading.reported import Reported
from chaperone.risks.models import Finding, FindingImport

MOST_SHOWN = 20


def waiting_import(actor: Actor, import_id: UUID, *, lock: bool = False) -> FindingImport:
    """A file that waits to be decided on. Raises ``NoSuchImport``."""
    rows = FindingImport.objects.filter(
        organization_id=actor.organization_id, id=import_id, state=FindingImport.State.WAITING
    )
    found = (rows.select_for_update() if lock else rows).first()
    if found is None:
        raise NoSuchImport
    return found


def comparison_of(file: FindingImport, *, lock: bool = False) -> Comparison:
    """What the file would change now; ``lock``: so that nobody else changes it meanwhile."""
    rows = Finding.objects.filter(organization_id=file.organization_id, source=file.source)
    known = rows.select_for_update() if lock else rows
    reports = [Reported(*each) for each in file.reported]
    return compare({row.key: row for row in known}, reports, whole=file.whole)


def imports_of(actor: Actor) -> list[FindingImport]:
    """The latest files of the actor's organization, newest first, without what they list."""
    rows = FindingImport.objects.filter(organization_id=actor.organization_id).defer("reported")
    return list(rows.order_by("-id")[:MOST_SHOWN])


def sources_of(actor: Actor) -> list[str]:
    """The sources that findings and files of the actor's organization have, in order."""
    rows = FindingImport.objects.filter(organization_id=actor.organization_id)
    return list(rows.order_by("source").values_list("source", flat=True).distinct())
