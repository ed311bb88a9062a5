-- Who opened or did something of whom in a span of time, in the order of the ids. The bounds let the planner leave out other
-- months. As bytes, since millions of them are compared, and shown to nobody.
select uuid_send(entry_id), uuid_send(actor), uuid_send(member_id), event, elements <@ %(plain)s::text[],
    count(*) over (partition by entry_id) = 1
from ledger_subject
where organization_id = %(organization)s and entry_id >= %(since)s and entry_id < %(until)s
    and actor = any (%(actors)s) and event = any (%(events)s)
order by entry_id, member_id
