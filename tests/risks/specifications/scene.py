"""Decisions that tests need."""

from chaperone.risks.models import SpecificationDecision
from chaperone.risks.specifications.actions import sign_decisions, write_decision
from tests.cast import Person
from tests.risks.cast import officer

CITATION = "164.312(a)(2)(iii)"


def written(person: Person = officer, reasoning: str = "Sessions end.") -> SpecificationDecision:
    with person.acting() as actor:
        return write_decision(
            actor=actor, citation=CITATION, choice="implement", reasoning=reasoning
        )


def signed(person: Person = officer, reasoning: str = "Sessions end.") -> SpecificationDecision:
    draft = written(person, reasoning)
    with person.acting() as actor:
        sign_decisions(actor=actor, decision_ids=[draft.id], factor="totp")
        draft.refresh_from_db()
    return draft
