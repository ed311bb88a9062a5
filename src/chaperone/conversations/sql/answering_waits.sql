-- How long members waited for a person: by the day on which it ended, and by urgency.
select timezone(%(zone)s, ended_at)::date as day, urgency, count(*),
       percentile_cont(array[0.5, 0.9]) within group (order by extract(epoch from ended_at - began_at))
from conversations_wait
where organization_id = %(organization)s and ended_at >= %(start)s
group by grouping sets ((1), (urgency))
