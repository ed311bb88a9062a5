"""The fixed words around a notice, in English and Spanish, in plain language (164.404(c)(2))."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

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
_SUBJECT = {
    "en": "A notice for you from {organization}",
    "es": "Un aviso para usted de {organization}",
}
_EMAIL = {
    "en": (
        "{organization} has an important notice for you. You agreed to get such notices by e-mail."
        "\n\nRead it here: {link}\n\nOr call us free of charge: {telephone}."
        "\n\nWe never ask for a password or a payment by e-mail. On purpose, this e-mail says"
        " nothing about you. If you do not read the notice, we send it to you as a letter."
    ),
    "es": (
        "{organization} tiene un aviso importante para usted. Usted aceptó recibir estos avisos"
        " por correo electrónico.\n\nLéalo aquí: {link}\n\nO llámenos gratis: {telephone}."
        "\n\nNunca pedimos contraseñas ni pagos por correo electrónico. A propósito, este mensaje"
        " no dice nada sobre usted. Si no lee el aviso, se lo enviamos por carta."
    ),
}
READ_IT = {"en": "I have read this notice", "es": "He leído este aviso"}
THANKS = {
    "en": "Thank you. You need not do anything else here.",
    "es": "Gracias. No tiene que hacer nada más aquí.",
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


class Addressed(NamedTuple):
    """To whom a letter is: the lines of the address, the name first, and in which language; empty:
    it is not known.
    """

    lines: Sequence[str]
    language: str = ""


def spoken(language: str) -> tuple[str, ...]:
    """In which languages somebody is written to: theirs, or all where it is not known."""
    return (language,) if language in _HEADINGS else tuple(_HEADINGS)


def letters(
    notice: Notice, addressed: Sequence[Addressed], *, organization: str, made_at: datetime
) -> Document:
    """A letter to each of them, in their language, as one document to print."""
    blocks: list[Block] = []
    for each in addressed:
        if blocks:
            blocks.append(NewPage())
        blocks.append(Paragraph("\n".join(each.lines)))
        for language in spoken(each.language):
            blocks += blocks_of(notice, language)
    return Document(heading("title", "en"), organization, made_at, blocks)


def text_message(notice: Notice, organization: str, language: str = "") -> str:
    """What a text says, in their language: nothing of what it is about (164.312(e)(1))."""
    said = (
        _TEXT[each].format(
            organization=organization,
            telephone=notice.telephone,
            page=_SEE[each].format(website=notice.website) if notice.website else "",
        )
        for each in spoken(language)
    )
    return " ".join(said)


def email_message(
    notice: Notice, organization: str, link: str, language: str = ""
) -> tuple[str, str]:
    """Subject and text of an e-mail: that a notice waits, where to read it and whom to call.

    Nobody's name and nothing of what it is about (docs/decisions/0048-letters.md).
    """
    values = {"organization": organization, "telephone": notice.telephone, "link": link}
    subject = " · ".join(_SUBJECT[each].format(**values) for each in spoken(language))
    text = "\n\n".join(_EMAIL[each].format(**values) for each in spoken(language))
    return subject, f"{text}\n"


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
