"""`verify.md`: how an auditor checks an account, and what that shows and does not."""

from collections.abc import Mapping
from importlib.resources import files


def instructions(facts: Mapping[str, object]) -> str:
    """The text for one account."""
    text = files("chaperone.disclosures.bundle").joinpath("verify.txt").read_text("utf-8")
    return text.format(**facts)
