-- A member with their care team and conversation, if they have one yet, and what the assistant proposes to say.
select m.name, t.name, c.answerer, c.by_default, c.coach_id, c.assigned_id, c.urgency, c.waiting_since, c.unread,
       c.version, c.opened_at, c.last_message_id, d.id, d.answers, d.body, d.sources
from members_member m
join members_careteam t on t.id = m.care_team_id
left join conversations_conversation c on c.member_id = m.id
left join conversations_draft d on d.member_id = m.id and d.state = 'open'
where m.organization_id = %(organization)s and m.id = %(member)s
