"""What a notice must hold, element by element (45 CFR 164.404(c)(1); HITECH 13402(f))."""

from collections.abc import Mapping
from typing import NamedTuple

from chaperone.incidents.models import Notice

LANGUAGES: Mapping[str, str] = {"en": "English", "es": "Spanish"}


class Element(NamedTuple):
    """One of the elements: how its fields' names begin, what it is, and where it is asked."""

    name: str
    label: str
    citation: str


ELEMENTS = (
    Element("happened", "What happened", "(A)"),
    Element("involved", "Which kinds of data", "(B)"),
    Element("protect", "What people should do to protect themselves", "(C)"),
    Element("doing", "What we do about it", "(D)"),
)
_HOW_TO_ASK = ("email", "website", "postal")


def text_of(notice: Notice, name: str, language: str) -> str:
    """The words of one element in one language; empty where nobody has written them."""
    secret = getattr(notice, f"{name}_{language}")
    return secret.reveal() if secret is not None else ""


def missing(notice: Notice) -> list[str]:
    """What the notice lacks, as sentences; empty: it may be approved."""
    lacking = [
        f"{element.label}, in {spoken}: 164.404(c)(1){element.citation}"
        for element in ELEMENTS
        for language, spoken in LANGUAGES.items()
        if not text_of(notice, element.name, language).strip()
    ]
    if not notice.telephone:
        lacking.append("A toll-free telephone number: 164.404(c)(1)(E)")
    if not any(getattr(notice, name) for name in _HOW_TO_ASK):
        lacking.append("An e-mail address, a website or a postal address: 164.404(c)(1)(E)")
    return lacking
