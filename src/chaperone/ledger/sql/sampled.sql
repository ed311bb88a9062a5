-- Of the entries of one event in a time, by these people or by anybody, so many: those whose id and the seed have the smallest hashes.
-- Whoever knows the seed can draw them again; whoever does not, cannot say which they will be.
select entry_id, actor, count(*) over () as population
from ledger_search
where organization_id = %(organization)s and element = '' and event = %(event)s
    and entry_id >= %(since)s and entry_id < %(until)s
    and (%(people)s::uuid[] is null or actor = any (%(people)s)) and entry_id <> all (%(leaving_out)s::uuid[])
order by sha256(convert_to(%(seed)s || entry_id::text, 'UTF8')) limit %(most)s
