"""How long log lines are kept."""

from chaperone.retention.classes import Class, Reach
from chaperone.telemetry.handler import KEPT_DAYS

LOG_LINES = Class(
    name="telemetry.lines",
    label="Log lines of the program",
    about="What processes said of themselves: fixed sentences with numbers and ids.",
    default_days=KEPT_DAYS,
    minimum_days=KEPT_DAYS,
    legal_source="No rule sets a period; what is looked for in them is found within weeks.",
    goes="Sealed files of lines, as a whole.",
    stays="Nothing: who did what is in the ledger.",
    reach=Reach.INSTALLATION,
    elsewhere="Each process removes older files when it begins a new one, every day.",
)
