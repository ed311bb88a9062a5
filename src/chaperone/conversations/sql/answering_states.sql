-- How long each state lasted and how often it was entered, in conversations with texts since the start.
select state, sum(seconds), sum(entered)
from (
    select s.from_state as state, extract(epoch from s.at - greatest(s.since, %(start)s)) as seconds, 0 as entered
    from conversations_switch s
    join conversations_conversation c on c.member_id = s.member_id and c.last_message_id >= %(first)s
    where s.organization_id = %(organization)s and s.at >= %(start)s
    union all
    select s.to_state, 0, 1
    from conversations_switch s
    join conversations_conversation c on c.member_id = s.member_id and c.last_message_id >= %(first)s
    where s.organization_id = %(organization)s and s.at >= %(start)s and s.from_state <> s.to_state
    union all
    select c.answerer, extract(epoch from now() - greatest(c.answerer_since, %(start)s)), 0
    from conversations_conversation c
    where c.organization_id = %(organization)s and c.last_message_id >= %(first)s
) as lasted
group by state
