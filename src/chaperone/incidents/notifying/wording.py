"""The fixed words around a notice, in English and Spanish, in plain language (164.404(c)(2))."""

from collections.abc import Sequence
from datetime import date, datetime

from chaperone.documents.blocks import Block, Document, Facts, Heading, NewPage, Paragraph
from chaperone.incidents.models import Notice
from chaperone.incidents.notifying.elements import ELEMENTS, text_of

_HEADINGS = {
    "en": {
        "title": "Notice about your information",
        "happened": "What happened",
        "involved": "What information was involved",
        "protect": "What you can do",
        "doing": "What we are doing",
        "ask": "How to ask us",
        "date": "Date of the incident",
        "found": "We found out on",
        "unknown": "not known",
        "telephone": "Call us free of charge",
        "email": "Write to us",
        "website": "See",
        "postal": "Our address",
    },
    "es": {
        "title": "Aviso sobre su información",
        "happened": "Qué pasó",
        "involved": "Qué información estuvo involucrada",
        "protect": "Qué puede hacer usted",
        "doing": "Qué estamos haciendo",
        "ask": "Cómo preguntarnos",
        "date": "Fecha del incidente",
        "found": "Nos enteramos el",
        "unknown": "no se sabe",
        "telephone": "Llámenos gratis",
        "email": "Escríbanos",
        "website": "Vea",
        "postal": "Nuestra dirección",
    },
}
_TEXT = {
    "en": "{organization}: important notice about your information. Call {telephone}{page}.",
    "es": "{organization}: aviso importante sobre su información. Llame al {telephone}{page}.",
}
_SEE = {"en": " or see {website}", "es": " o vea {website}"}


def heading(name: str, language: str) -> str:
    """A fixed heading of a letter."""
    return _HEADINGS[language][name]


def told(notice: Notice, language: str) -> list[tuple[str, str]]:
    """The notice in one language: headings with their words."""
    return [
        (heading(element.name, language), text_of(notice, element.name, language))
        for element in ELEMENTS
    ]


def facts_of(notice: Notice, language: str) -> list[tuple[str, str]]:
    """The dates, 164.404(c)(1)(A), and the contact procedures, (E)."""
    names = ("telephone", "email", "website", "postal")
    asked = [
        (heading(name, language), getattr(notice, name)) for name in names if getattr(notice, name)
    ]
    happened = notice.happened_on or heading("unknown", language)
    return [
        (heading("date", language), happened),
        (heading("found", language), notice.discovered_on.isoformat()),
        *asked,
    ]


def blocks_of(notice: Notice, language: str) -> list[Block]:
    """A letter in one language, without whom it is to."""
    blocks: list[Block] = [Heading(heading("title", language))]
    for name, words in told(notice, language):
        blocks += [Heading(name), Paragraph(words)]
    return [*blocks, Facts(facts_of(notice, language))]


def letters(
    notice: Notice, addressed: Sequence[Sequence[str]], *, organization: str, made_at: datetime
) -> Document:
    """A letter to each of them, in both languages, as one document to print.

    ``addressed``: the lines of each address, the name first.
    """
    blocks: list[Block] = []
    for lines in addressed:
        if blocks:
            blocks.append(NewPage())
        blocks.append(Paragraph("\n".join(lines)))
        for language in _HEADINGS:
            blocks += blocks_of(notice, language)
    return Document(heading("title", "en"), organization, made_at, blocks)


def text_message(notice: Notice, organization: str) -> str:
    """What a text says, in both languages: nothing of what it is about (164.312(e)(1))."""
    said = (
        sentence.format(
            organization=organization,
            telephone=notice.telephone,
            page=_SEE[language].format(website=notice.website) if notice.website else "",
        )
        for language, sentence in _TEXT.items()
    )
    return " ".join(said)


def media_text(notice: Notice, organization: str, today: date) -> str:
    """What prominent media are sent (164.406(c)): the same elements as a letter."""
    parts = [f"{organization}, {today.isoformat()}", ""]
    for language in _HEADINGS:
        parts.append(heading("title", language))
        for name, words in told(notice, language):
            parts += [name, words, ""]
        parts += [f"{name}: {value}" for name, value in facts_of(notice, language)]
        parts.append("")
    return "\n".join(parts)
