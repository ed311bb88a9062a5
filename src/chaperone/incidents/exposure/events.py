from chaperone.ledger.events import event

EXPOSURE_FROZEN = event(
    "incidents.exposure.frozen", "What an incident exposed was computed from the record and kept."
)
LINE_PROVED = event(
    "incidents.exposure.searched", "Somebody looked at the entries behind a line of an exposure."
)
