-- A page of a thread, newest first. The bounds are literals, so that only the months between them are read.
select msg.id, msg.author, msg.author_id, msg.body, msg.sources, turn.triage, d.state, d.note, turn.reason
from conversations_message msg
left join conversations_turn turn on turn.id = msg.id
left join conversations_delivery d on d.id = msg.id
where msg.organization_id = %(organization)s and msg.member_id = %(member)s
  and msg.id >= %(first)s and msg.id <= %(last)s
order by msg.id desc
limit %(limit)s
