-- The same among the entries that have no place in the tree yet, which the search's own table does not know. The
-- bounds are said of each table, so that the planner leaves out other months.
select entry.id
from ledger_waiting(%(waiting)s) as pending (id)
join ledger_entry as entry on entry.id = pending.id
where entry.organization_id = %(organization)s
    and entry.id > %(after)s and entry.id < %(before)s
    and (%(actor)s::uuid is null or ledger_actor(entry.actor_id, entry.actor_kind) = %(actor)s)
    and (%(events)s::text[] is null or entry.event = any (%(events)s))
    and (%(element)s = '' or exists (
        select from ledger_element as opened
        where opened.entry_id = entry.id and opened.element = %(element)s
            and opened.entry_id > %(after)s and opened.entry_id < %(before)s
    ))
    and (%(member)s::uuid is null or exists (
        select from ledger_subject as subject
        where subject.organization_id = %(organization)s and subject.member_id = %(member)s
            and subject.entry_id = entry.id
            and subject.entry_id > %(after)s and subject.entry_id < %(before)s
    ))
order by entry.id desc limit %(limit)s
