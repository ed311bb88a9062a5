-- The same where one of several things happened: the newest of each, and of these the newest. Each event is one
-- stretch of an index, so that the cost grows with the number of events and not with that of the entries.
select found.entry_id
from unnest(%(events)s::text[]) as wanted (event)
cross join lateral (
    select entry_id from ledger_search
    where organization_id = %(organization)s and element = %(element)s
        and (%(actor)s::uuid is null or actor = %(actor)s) and event = wanted.event
        and entry_id > %(after)s and entry_id < %(before)s
    order by entry_id desc limit %(limit)s
) as found
order by found.entry_id desc limit %(limit)s
