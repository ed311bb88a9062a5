-- How often each of these things happened in a time, by who acted.
select actor, event, count(*)
from ledger_search
where organization_id = %(organization)s and element = '' and event = any (%(events)s::text[])
    and entry_id >= %(since)s and entry_id < %(until)s
group by actor, event
