"""How long this room's rows are kept (registered in ``retention``)."""

from chaperone.retention.classes import Class, Rows

NOTICES = Class(
    name="notices.notices",
    label="Notices to staff",
    about="Who was told what kind of thing, by which way and when; ids and fixed sentences only.",
    default_days=730,
    minimum_days=90,
    legal_source="None: the ledger keeps for six years that somebody was told.",
    goes="Notices that were sent, failed or were not needed any more.",
    stays="Notices that wait, and the ledger's entries about them.",
    choosable=True,
    found=Rows(
        table="notices_notice",
        aged="t.settled_at",
        condition="t.state not in ('pending', 'sending')",
    ),
)
