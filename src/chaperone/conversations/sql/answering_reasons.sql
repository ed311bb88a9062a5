-- Why texts were handed over to coaches: what the rules found; that the assistant said it does not know; else that it was
-- not its turn.
select case
           when triage in ('emergency', 'crisis', 'urgent') then triage
           when reply_id is not null then 'declined'
           else 'not_its_turn'
       end, count(*)
from conversations_turn
where organization_id = %(organization)s and state = 'handed_over' and id >= %(first)s
group by 1
