"""What findings, evaluations, decisions, releases and processing tell the rooms below: their
registers as files, who may read their attachments, and what falls due.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.urls import reverse

from chaperone.access.actors import Staff
from chaperone.access.queries import names_of
from chaperone.duties.registry import due_from
from chaperone.organizations.days import today_of
from chaperone.registers.declared import Register, declare
from chaperone.registers.registry import guards_records
from chaperone.registers.sheets import Column, cells, told
from chaperone.risks import waiting
from chaperone.risks.bringing import (
    ACTIVITIES,
    DECISIONS,
    RELEASES,
    add_activity,
    add_decision,
    add_release,
)
from chaperone.risks.changes.errors import ChangesError
from chaperone.risks.changes.queries import releases_of
from chaperone.risks.evaluations import dues as evaluation_dues
from chaperone.risks.evaluations.actions import plan_evaluation
from chaperone.risks.evaluations.queries import evaluations_of
from chaperone.risks.findings import dues as finding_dues
from chaperone.risks.findings.queries.findings import findings_of
from chaperone.risks.models import Evaluation
from chaperone.risks.processing import dues as processing_dues
from chaperone.risks.processing.errors import ProcessingError
from chaperone.risks.processing.queries import activities_of
from chaperone.risks.specifications import dues as specification_dues
from chaperone.risks.specifications.errors import SpecificationsError
from chaperone.risks.specifications.queries import specifications_of

READ, MANAGE = "risks.read", "risks.manage"


def declare_all() -> None:
    """Called once, in ``AppConfig.ready``."""
    own = (finding_dues, evaluation_dues, specification_dues, processing_dues, waiting)
    for source in own:
        due_from(source.dues)
    guards_records("risks.evaluation", read=READ, manage=MANAGE, page=_evaluation_page)
    for register in _REGISTERS:
        declare(register)


def _evaluation_page(actor: Staff, record: UUID) -> str | None:
    if not evaluations_of(actor).filter(id=record).exists():
        return None
    return reverse("risks:evaluations:evaluation", kwargs={"evaluation_id": record})


def _findings(actor: Staff) -> Iterable[Any]:
    rows, today = list(findings_of(actor)), today_of(actor)
    names = names_of({row.owner_id for row in rows if row.owner_id})
    for row in rows:
        state = row.state_on(today, row.excused_until)  # type: ignore[attr-defined]
        yield {**vars(row), "state": state, "owner": names.get(row.owner_id, "")}  # type: ignore[arg-type]


def _specifications(actor: Staff) -> Iterable[Any]:
    found, today = specifications_of(actor), today_of(actor)
    names = names_of({each.signed_by for each in found if each.signed_by})
    for each in found:
        decision = each.in_force
        yield {
            "citation": each.standard.citation,
            "specification": each.standard.specification,
            "state": each.state(today),
            "choice": decision.get_choice_display() if decision else "",
            "reasoning": decision.reasoning if decision else "",
            "signed_by": names.get(each.signed_by, "") if each.signed_by else "",
            "decided_at": decision.decided_at if decision else None,
            "review_on": decision.review_on if decision else None,
        }


def _columns(*pairs: tuple[str, str]) -> tuple[Column, ...]:
    return tuple(Column(name, label) for name, label in pairs)


_PLAN_COLUMNS = (
    Column("title", "Title", cells.text(200)),
    Column("kind", "Kind", cells.choice(dict(Evaluation.Kind.choices))),
    Column("nature", "Looks at", cells.choice(dict(Evaluation.Nature.choices))),
    Column("scope", "Covers", cells.text(1000)),
    Column("performed_by", "Done by", cells.text(200), required=False),
    Column("planned_on", "Planned for", cells.day, help="Such as 2027-03-31."),
    Column(
        "repeat_months",
        "Comes back after months",
        cells.number(0, 60),
        required=False,
        help="0 or empty: not by itself.",
    ),
)

_REGISTERS = (
    Register(
        name="findings",
        label="Findings",
        question="What is weak, and by when is it mended?",
        read=READ,
        manage=MANAGE,
        columns=_columns(
            ("source", "Source"),
            ("rule", "Rule"),
            ("title", "Title"),
            ("severity", "Severity"),
            ("place", "Place"),
            ("state", "State"),
            ("first_seen_on", "First seen"),
            ("last_seen_on", "Last seen"),
            ("due_on", "To be mended by"),
            ("excused_until", "More time until"),
            ("owner", "Who mends it"),
            ("closed_how", "Closed because"),
            ("closing_note", "Closing note"),
        ),
        rows=_findings,
        page="risks:findings:register",
    ),
    Register(
        name="evaluations",
        label="Evaluations",
        question="Do our safeguards hold, and when do we look next?",
        read=READ,
        manage=MANAGE,
        columns=_PLAN_COLUMNS,
        rows=evaluations_of,
        add=plan_evaluation,
        page="risks:evaluations:register",
    ),
    Register(
        name="specifications",
        label="Addressable specifications",
        question="What did we decide where the rule leaves us a choice?",
        read=READ,
        manage=MANAGE,
        columns=(
            *DECISIONS,
            told("specification", "Specification"),
            told("state", "State"),
            told("signed_by", "Signed by"),
            told("decided_at", "Signed at"),
            told("review_on", "To be reviewed by"),
        ),
        rows=_specifications,
        add=add_decision,
        errors=(SpecificationsError,),
        page="risks:specifications:register",
    ),
    Register(
        name="releases",
        label="Releases",
        question="What did each release change, and who let it ship?",
        read=READ,
        manage=MANAGE,
        columns=(
            *RELEASES,
            told("state", "State"),
            told("recorded_at", "Recorded at"),
            told("decided_at", "Decided at"),
            told("note", "Note"),
        ),
        rows=releases_of,
        add=add_release,
        errors=(ChangesError,),
        page="risks:changes:register",
    ),
    Register(
        name="processing",
        label="Records of processing",
        question="What do we do with people's data, and on what grounds?",
        read=READ,
        manage=MANAGE,
        columns=(
            *ACTIVITIES,
            told("review_on", "To be reviewed by"),
            told("retired_at", "Retired at"),
        ),
        rows=activities_of,
        add=add_activity,
        errors=(ProcessingError,),
        page="risks:processing:register",
    ),
)
