"""How long this room's rows are kept (registered in ``retention``)."""

from chaperone.retention.classes import Class, Rows

UNKNOWN_TEXTS = Class(
    name="carriers.unknown_texts",
    label="Texts of unknown senders",
    about="Texts from numbers that belong to no member, with the number; sealed.",
    default_days=365,
    minimum_days=30,
    legal_source="None: they belong to no member's record. State law may say otherwise.",
    goes="The texts and the numbers they came from.",
    stays="The ledger's entries that such a text came.",
    choosable=True,
    found=Rows(table="carriers_unknowntext", aged="t.received_at"),
)
ARRIVALS = Class(
    name="carriers.arrivals",
    label="Arrivals of texts",
    about="The text network's number of each text that arrived: a second delivery does nothing.",
    default_days=400,
    minimum_days=90,
    legal_source="None: networks repeat a delivery for days at most.",
    goes="Numbers of texts, without what they said.",
    stays="The texts themselves, as long as messages are kept.",
    found=Rows(table="carriers_inbound", aged="t.received_at"),
)
