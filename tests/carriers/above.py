"""The room above carriers, as far as carriers know it: it notes down what it is handed."""

from dataclasses import dataclass, field
from uuid import UUID

from chaperone.carriers.inbound import InboundText
from chaperone.carriers.receipts import Receipt
from chaperone.database.identifiers import new_id
from chaperone.members.models import Member


@dataclass
class Above:
    """What came in, and what goes wrong there next."""

    texts: list[tuple[InboundText, UUID, UUID]] = field(default_factory=list)
    receipts: list[tuple[Receipt, UUID]] = field(default_factory=list)
    problem: Exception | None = None

    def receive(self, text: InboundText, organization_id: UUID, member: Member) -> UUID:
        self.texts.append((text, organization_id, member.id))
        if self.problem:
            raise self.problem
        return new_id()

    def note(self, receipt: Receipt, organization_id: UUID) -> None:
        self.receipts.append((receipt, organization_id))
        if self.problem:
            raise self.problem

    @property
    def bodies(self) -> list[str]:
        return [text.body for text, _, _ in self.texts]
