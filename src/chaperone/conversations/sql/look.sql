-- One round trip of a page that keeps itself true: says "I am here", and asks for the number and for who else is.
with reached as (
    select m.id, c.version
    from members_member m
    left join conversations_conversation c on c.member_id = m.id
    where m.organization_id = %(organization)s and m.id = %(member)s
), here as (
    insert into conversations_presence (organization_id, member_id, staff_id, seen_at)
    select %(organization)s, id, %(staff)s, clock_timestamp() from reached
    on conflict (member_id, staff_id) do update set seen_at = excluded.seen_at
)
select coalesce(r.version, 0), array(
    select p.staff_id from conversations_presence p
    where p.member_id = r.id and p.staff_id <> %(staff)s and p.seen_at > clock_timestamp() - make_interval(secs => %(lasts)s)
    order by p.staff_id
)
from reached r
