-- The newest entries of one organization between two ids, by what was opened ('' for any entry) and by who acted.
-- What is null is not asked for: it is a constant by the time the statement is planned, and falls away.
select entry_id from ledger_search
where organization_id = %(organization)s and element = %(element)s
    and (%(actor)s::uuid is null or actor = %(actor)s)
    and entry_id > %(after)s and entry_id < %(before)s
order by entry_id desc limit %(limit)s
