-- What was opened of members in a stretch of the record; what is null is not asked for. With one person this is a stretch
-- of an index; without, a walk over the months asked for, never over the sealed entries. Entries of the first format do
-- not say in their columns what was opened, and are known by their event.
from ledger_subject
where organization_id = %(organization)s and entry_id > %(after)s and entry_id < %(before)s
    and (%(actors)s::uuid[] is null or actor = any (%(actors)s))
    and (%(members)s::uuid[] is null or member_id = any (%(members)s))
    and (%(session)s::uuid is null or session = %(session)s)
    and (%(addresses)s::bytea[] is null or address = any (%(addresses)s))
    and (event = any (%(events)s) or (%(opened)s and elements <> '{}'))
