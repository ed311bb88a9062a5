-- Why texts were handed over to coaches: what the rules found, else the reason that was noted (reasons.py).
select case
           when triage in ('emergency', 'crisis', 'urgent') then triage
           else coalesce(nullif(reason, ''), 'coach')
       end, count(*)
from conversations_turn
where organization_id = %(organization)s and state = 'handed_over' and id >= %(first)s
group by 1
