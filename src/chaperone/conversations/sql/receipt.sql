-- Notes how a text ended, if that is news, calls a person where it failed, and gives the conversation a new version:
-- one round trip. Good news stands, whatever order receipts come in.
with settled as (
    update conversations_delivery d set
        state = %(state)s,
        note = %(note)s,
        carrier_message_id = coalesce(nullif(%(carrier_message)s, ''), d.carrier_message_id)
    where d.organization_id = %(organization)s
      and (d.id = %(message)s
           or (%(message)s is null and d.carrier_message_id = %(carrier_message)s and d.carrier_message_id <> ''))
      and d.state not in ('delivered', 'withheld', %(state)s)
    returning d.id, d.member_id
), told as (
    update conversations_conversation c set
        version = nextval('conversations_version'),
        waiting_since = case when %(state)s = 'failed' then coalesce(c.waiting_since, now()) else c.waiting_since end
    from settled
    where c.member_id = settled.member_id
)
select id, member_id from settled
