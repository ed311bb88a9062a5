-- A number that differs whenever one of the latest changes does. Versions come from a sequence and may commit out
-- of order, so the highest alone would hide a change that commits late; among the latest 100 it shows.
-- Below 2 ** 53, so that browsers read it exactly.
select abs(mod(coalesce(sum(hashtextextended(latest.member_id::text, latest.version)), 0), 9007199254740992))::bigint
from (
    select member_id, version
    from conversations_conversation
    where organization_id = %(organization)s
    order by version desc
    limit 100
) as latest
