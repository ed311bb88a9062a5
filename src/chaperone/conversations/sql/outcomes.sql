-- Notes what came of attempts to send, calls a person where a text did not go out, and gives the conversations new
-- versions: one round trip for a batch. A receipt may have come before the carrier's call returned, or the sweep have
-- given the text up: "sent" is the truth unless the carrier has said more, anything else holds only for a claim.
with settled as (
    update conversations_delivery d set
        state = o.state,
        note = o.note,
        carrier_message_id = o.carrier_message_id,
        due_at = coalesce(o.due_at, d.due_at)
    from unnest(%(ids)s::uuid[], %(states)s::text[], %(notes)s::text[], %(carrier_ids)s::text[], %(due)s::timestamptz[])
        as o (id, state, note, carrier_message_id, due_at)
    where d.id = o.id
      and (d.state = 'sending' or (o.state = 'sent' and d.state in ('pending', 'unconfirmed')))
    returning d.id, d.member_id, d.state
), told as (
    update conversations_conversation c set
        version = nextval('conversations_version'),
        waiting_since = case when s.person then coalesce(c.waiting_since, now()) else c.waiting_since end
    from (
        select member_id, bool_or(state in ('failed', 'unconfirmed')) as person from settled group by member_id
    ) as s
    where c.member_id = s.member_id
)
select id, member_id, state from settled
