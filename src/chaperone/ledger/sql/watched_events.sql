-- Placed entries of some events in a span of time, by the search's own index.
select entry_id from ledger_search
where organization_id = %(organization)s and element = '' and event = any (%(events)s)
    and entry_id >= %(since)s and entry_id < %(until)s
    and (%(actors)s::uuid[] is null or actor = any (%(actors)s))
order by entry_id
