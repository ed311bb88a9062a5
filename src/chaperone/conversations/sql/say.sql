-- Stores a text to a member and puts it in the outbox: one round trip.
with message as (
    insert into conversations_message (id, organization_id, member_id, direction, author, author_id, body, sources)
    values (%(message)s, %(organization)s, %(member)s, 'outbound', %(author)s, %(author_id)s, %(body)s, %(sources)s)
)
insert into conversations_delivery
    (id, organization_id, member_id, kind, answers, state, note, attempts, carrier_message_id)
values (%(message)s, %(organization)s, %(member)s, %(kind)s, %(answers)s, 'pending', '', 0, '')
