-- The same among the entries about one member: all of it is in one index, without a look at a table.
select entry_id from ledger_subject
where organization_id = %(organization)s and member_id = %(member)s
    and (%(actor)s::uuid is null or actor = %(actor)s)
    and (%(events)s::text[] is null or event = any (%(events)s))
    and (%(element)s = '' or %(element)s = any (elements))
    and entry_id > %(after)s and entry_id < %(before)s
order by entry_id desc limit %(limit)s
