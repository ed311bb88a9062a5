"""Version 0 of the fixed texts: as the product came, in force until an organization approves its
own, and wherever that cannot be read. Pure.

About texting itself: CTIA Messaging Principles and Best Practices, 5.1; one confirmation of an
opt-out: 47 CFR 64.1200(a)(12). Each fits in two GSM-7 segments.
"""

from collections.abc import Mapping
from typing import NamedTuple

from chaperone.assistant.replies import fixed_reply

LANGUAGES = {"en": "English", "es": "Spanish"}
LONGEST_NAME = 60


class Kind(NamedTuple):
    """A fixed text: what it is called, when it is sent, what it must say, and its places."""

    label: str
    when: str
    must_say: tuple[str, ...]
    places: Mapping[str, str] = {}


_NAME = {"name": "the organization's name"}
KINDS: Mapping[str, Kind] = {
    "emergency": Kind("Emergency", "At once, when a text tells of an emergency.", ("911",)),
    "crisis": Kind("Crisis", "At once, when a text tells of a crisis.", ("988", "911")),
    "urgent": Kind("Urgent", "When a text needs a person soon.", ("911",)),
    "after_hours": Kind(
        "After hours",
        "When a text needs a person and the office is closed, once until it opens.",
        ("911",),
        {"time": "when the office opens next"},
    ),
    "outage": Kind(
        "Outage",
        "Once to a member who texts while our system can only be read (emergency mode).",
        ("911",),
    ),
    "concern": Kind(
        "Concern received",
        "At once, when a member texts that they have a concern about privacy.",
        ("911",),
        {
            "until": "by when somebody takes it up",
            "reference": "the number under which they see what became of it",
        },
    ),
    "concern_answered": Kind(
        "Concern answered",
        "When a security officer answers a member who texted a concern; the answer follows.",
        (),
        {"number": "the number of their report with us"},
    ),
    "opt_out": Kind("STOP", "When a member ends the texts.", ("START", "911"), _NAME),
    "opt_in": Kind("START", "When a member wants texts again.", ("STOP", "HELP"), _NAME),
    "help": Kind("HELP", "When a member asks for help.", ("STOP", "911"), _NAME),
}
_TRIAGE = ("emergency", "crisis", "urgent")
_TEXTS = {
    "opt_out": {
        "en": "{name}: you will get no more texts from us. Text START to get them again. "
        "In an emergency call 911.",
        "es": "{name}: no recibira mas mensajes nuestros. Envie START para recibirlos otra vez. "
        "En una emergencia llame al 911.",
    },
    "opt_in": {
        "en": "{name}: you get texts from us again. Text HELP for help, STOP to end. "
        "Message and data rates may apply.",
        "es": "{name}: recibira nuestros mensajes. Envie HELP para ayuda, STOP para terminar. "
        "Pueden aplicarse tarifas de mensajes y datos.",
    },
    "help": {
        "en": "{name}: text us a question about your health and we answer, or your coach does. "
        "Text STOP to end texts, START to get them. In an emergency call 911.",
        "es": "{name}: escriba su pregunta de salud y le respondemos, o su coach. "
        "Envie STOP para terminar, START para recibir. En una emergencia llame al 911.",
    },
    "concern": {
        "en": "Your concern was passed to our security officer, who takes it up by {until}."
        " Your number: {reference}. In an emergency call 911.",
        "es": "Su queja fue enviada a nuestro oficial de seguridad, que la atiende antes del "
        "{until}. Su numero: {reference}. En una emergencia llame al 911.",
    },
    "concern_answered": {
        "en": "About your concern no. {number}, from our security officer:",
        "es": "Sobre su queja no. {number}, de nuestro oficial de seguridad:",
    },
    "outage": {
        "en": "We have a technical problem and cannot read texts for now. We read yours when it "
        "is over. If you feel very unwell or think it is an emergency, do not wait: call 911.",
        "es": "Tenemos un problema tecnico y ahora no podemos leer mensajes. Leeremos el suyo "
        "cuando termine. Si se siente muy mal o cree que es una emergencia, no espere: llame al "
        "911.",
    },
    "after_hours": {
        "en": "Our office is closed now. Someone on your care team will answer you {time}. "
        "If you feel very unwell or think it is an emergency, do not wait: call 911.",
        "es": "Nuestra oficina esta cerrada. Alguien de su equipo de salud le va a responder "
        "{time}. Si se siente muy mal o cree que es una emergencia, no espere: llame al 911.",
    },
}


def default_text(name: str, language: str) -> str:
    """The text as the product came, with its places. Any language but Spanish gets English."""
    if name in _TRIAGE:
        return fixed_reply(name, language)
    texts = _TEXTS[name]
    return texts.get(language, texts["en"])
