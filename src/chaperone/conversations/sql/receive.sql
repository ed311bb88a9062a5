-- Stores a member's text with its turn, and tells their conversation, which it makes if it is their first: one round
-- trip. The conversation's row is locked first, by the upsert, so that a worker that holds it is waited for.
with conversation as (
    insert into conversations_conversation
        (member_id, organization_id, answerer, urgency, unread, due_since, last_message_id, last_author)
    values (%(member)s, %(organization)s, 'assistant', 'routine', 1, now(), %(message)s, 'member')
    on conflict (member_id) do update set
        unread = conversations_conversation.unread + 1,
        due_since = coalesce(conversations_conversation.due_since, now()),
        last_message_id = greatest(conversations_conversation.last_message_id, excluded.last_message_id),
        last_author = 'member',
        version = nextval('conversations_version')
    returning member_id
), message as (
    insert into conversations_message (id, organization_id, member_id, direction, author, body)
    select %(message)s, %(organization)s, member_id, 'inbound', 'member', %(body)s from conversation
)
insert into conversations_turn (id, organization_id, member_id, state, triage)
select %(message)s, %(organization)s, member_id, 'waiting', '' from conversation
