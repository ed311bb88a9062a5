"""How long this room's rows are kept (registered in ``retention``)."""

from chaperone.retention.classes import DOCUMENTATION, SIX_YEARS, Class, Rows

COPIES = Class(
    name="facilities.copies",
    label="Approvals of copies",
    about="Who asked to copy members' data, why, who allowed it, and what left under it.",
    default_days=SIX_YEARS,
    minimum_days=SIX_YEARS,
    legal_source=DOCUMENTATION,
    goes="Requests whose time is over, with their reasons and uses.",
    stays="The ledger's entries on the request, the decision and each use.",
    choosable=True,
    found=Rows(
        table="facilities_copyrequest",
        aged="greatest(t.ends_at, t.decided_at)",
        condition="t.ends_at < now()",
        member="t.member_id",
        with_them=("delete from facilities_copyuse where request_id = any(%(ids)s)",),
    ),
)
