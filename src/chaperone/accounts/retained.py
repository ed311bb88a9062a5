"""How long this room's rows are kept (registered in ``retention``)."""

from chaperone.retention.classes import Class, Rows

SESSIONS = Class(
    name="accounts.sessions",
    label="Sessions that ended",
    about="When somebody signed in, from which address and with which browser.",
    default_days=365,
    minimum_days=90,
    legal_source="None: the ledger keeps for six years who signed in from where.",
    goes="Sessions that ended, or that nobody has used for that long.",
    stays="Open sessions, and the ledger's entries about all of them.",
    choosable=True,
    found=Rows(table="accounts_session", aged="coalesce(t.ended_at, t.last_seen_at)"),
)
