-- A text is stored with its lane, and brings its conversation forward, in the one round trip: web writes a turn when it
-- arrives, and touches it afterwards only where a restore left it to a person (outbox_hold.sql).
create function conversations_receive(message uuid, organization uuid, member uuid, body bytea, text_lane smallint)
returns void language plpgsql as $$
begin
    insert into public.conversations_conversation as c
        (member_id, organization_id, answerer, urgency, unread, due_since, last_message_id, last_author, lane)
    values (member, organization, 'assistant', 'routine', 1, now(), message, 'member', text_lane)
    on conflict (member_id) do update set
        unread = c.unread + 1,
        due_since = coalesce(c.due_since, now()),
        last_message_id = greatest(c.last_message_id, excluded.last_message_id),
        last_author = 'member',
        lane = greatest(c.lane, excluded.lane),
        version = nextval('public.conversations_version');
    insert into public.conversations_message (id, organization_id, member_id, direction, author, body)
    values (message, organization, member, 'inbound', 'member', body);
    insert into public.conversations_turn (id, organization_id, member_id, state, triage, lane)
    values (message, organization, member, 'waiting', '', text_lane);
end
$$;

grant execute on function conversations_receive(uuid, uuid, uuid, bytea, smallint) to chaperone_web, chaperone_worker;
drop function conversations_receive(uuid, uuid, uuid, bytea);
revoke update (lane) on conversations_turn from chaperone_web;
