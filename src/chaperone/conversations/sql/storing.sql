-- What is written for every text, each in one round trip. Functions, because their plans are kept for the connection;
-- they run with the rights and the row security of the caller.

-- Stores a member's text with its turn, and tells their conversation, which is made if it is their first. The
-- conversation's row is locked first, by the upsert, so that a worker that holds it is waited for.
create function conversations_receive(message uuid, organization uuid, member uuid, body bytea)
returns void language plpgsql as $$
begin
    insert into public.conversations_conversation as c
        (member_id, organization_id, answerer, urgency, unread, due_since, last_message_id, last_author)
    values (member, organization, 'assistant', 'routine', 1, now(), message, 'member')
    on conflict (member_id) do update set
        unread = c.unread + 1,
        due_since = coalesce(c.due_since, now()),
        last_message_id = greatest(c.last_message_id, excluded.last_message_id),
        last_author = 'member',
        version = nextval('public.conversations_version');
    insert into public.conversations_message (id, organization_id, member_id, direction, author, body)
    values (message, organization, member, 'inbound', 'member', body);
    insert into public.conversations_turn (id, organization_id, member_id, state, triage)
    values (message, organization, member, 'waiting', '');
end
$$;

-- Stores a text to a member and puts it in the outbox.
create function conversations_say(
    message uuid, organization uuid, member uuid, author text, author_id uuid, body bytea, sources bytea,
    kind text, answers uuid
) returns void language plpgsql as $$
begin
    insert into public.conversations_message
        (id, organization_id, member_id, direction, author, author_id, body, sources)
    values (message, organization, member, 'outbound', author, author_id, body, sources);
    insert into public.conversations_delivery
        (id, organization_id, member_id, kind, answers, state, note, attempts, carrier_message_id)
    values (message, organization, member, kind, answers, 'pending', '', 0, '');
end
$$;

grant execute on function
    conversations_receive(uuid, uuid, uuid, bytea),
    conversations_say(uuid, uuid, uuid, text, uuid, bytea, bytea, text, uuid)
    to chaperone_web, chaperone_worker;
