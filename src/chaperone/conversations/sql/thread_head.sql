-- A member with their care team and conversation, if they have one yet.
select m.name, t.name, c.answerer, c.coach_id, c.urgency, c.waiting_since, c.unread, c.version, c.opened_at,
       c.last_message_id
from members_member m
join members_careteam t on t.id = m.care_team_id
left join conversations_conversation c on c.member_id = m.id
where m.organization_id = %(organization)s and m.id = %(member)s
