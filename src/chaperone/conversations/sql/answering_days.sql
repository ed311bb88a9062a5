-- Texts by day and by who wrote them, of the members that the caller reaches. A message's id begins with its time, so
-- that the days are ranges of ids. The bound is a literal, so that only the months after it are read, conversation by
-- conversation.
select width_bucket(m.id, %(bounds)s::uuid[]) - 1, m.author, count(*)
from conversations_conversation c
join conversations_message m on m.organization_id = c.organization_id and m.member_id = c.member_id and m.id >= %(first)s
where c.organization_id = %(organization)s and c.last_message_id >= %(first)s
group by 1, 2
