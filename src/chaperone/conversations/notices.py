"""Fixed texts about the texting itself (CTIA Messaging Principles and Best Practices, 5.1; one
confirmation of an opt-out: 47 CFR 64.1200(a)(12)). Each fits in two GSM-7 segments.
"""

_NOTICES = {
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
}


def notice(intent: str, *, language: str, organization_name: str) -> str:
    """The text that confirms ``opt_out`` or ``opt_in`` or answers ``help``, Spanish or English."""
    texts = _NOTICES[intent]
    return texts.get(language, texts["en"]).format(name=organization_name[:60])
