"""The addressable specifications, each with what was decided."""

from datetime import date
from typing import NamedTuple
from uuid import UUID, uuid5

from chaperone.ledger.actors import Actor
from chaperone.risks.models import SpecificationDecision
from chaperone.risks.specifications.errors import NotAddressable
from chaperone.standards.catalogue import Standard, addressable

_STATE = SpecificationDecision.State


class Decided(NamedTuple):
    """A specification, the decision that is in force, and the draft of the next."""

    standard: Standard
    in_force: SpecificationDecision | None
    draft: SpecificationDecision | None

    def state(self, today: date) -> str:
        """For people: ``in_force``, ``due``, ``draft`` or ``undecided``."""
        if self.in_force:
            return "due" if self.in_force.is_due(today) else "in_force"
        return "draft" if self.draft else "undecided"

    @property
    def signed_by(self) -> UUID | None:
        """Who decided; None where nobody has."""
        return self.in_force.decided_by if self.in_force else None


def specifications_of(actor: Actor) -> list[Decided]:
    """All addressable specifications in the order of the rule. One query."""
    rows = SpecificationDecision.objects.filter(organization_id=actor.organization_id)
    found = {(row.citation, row.state): row for row in rows.exclude(state=_STATE.REPLACED)}
    return [
        Decided(
            standard,
            found.get((standard.citation, _STATE.IN_FORCE)),
            found.get((standard.citation, _STATE.DRAFT)),
        )
        for standard in addressable()
    ]


def specification_of(actor: Actor, citation: str) -> Decided:
    """One of them. Raises ``NotAddressable``."""
    standard = standard_of(citation)
    rows = SpecificationDecision.objects.filter(
        organization_id=actor.organization_id, citation=citation
    )
    found = {row.state: row for row in rows.exclude(state=_STATE.REPLACED)}
    return Decided(standard, found.get(_STATE.IN_FORCE), found.get(_STATE.DRAFT))


def standard_of(citation: str) -> Standard:
    """The addressable specification of a citation. Raises ``NotAddressable``."""
    for standard in addressable():
        if standard.citation == citation:
            return standard
    raise NotAddressable


def record_of(organization_id: UUID, citation: str) -> UUID:
    """Under which id the history and the signatures of a specification are kept."""
    return uuid5(organization_id, citation)


def drafts_of(actor: Actor, *, lock: bool = False) -> list[SpecificationDecision]:
    """Everything that is written and not signed, in the order of citations."""
    rows = SpecificationDecision.objects.filter(
        organization_id=actor.organization_id, state=_STATE.DRAFT
    )
    return list((rows.select_for_update() if lock else rows).order_by("citation"))
