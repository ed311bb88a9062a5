"""The confidentiality agreement that is signed: the organization's own, or the starter text."""

from functools import cache
from importlib.resources import files

from chaperone.access.registry import Text, confidentiality_of
from chaperone.ledger.actors import Actor


def agreement_text(actor: Actor) -> Text:
    """The text that is in force in the actor's organization."""
    return confidentiality_of(actor) or _starter()


@cache
def _starter() -> Text:
    body = files("chaperone.workforce").joinpath("starter", "confidentiality.md")
    return Text("Confidentiality agreement", body.read_text("utf-8"))
