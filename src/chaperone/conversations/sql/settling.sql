-- What became of texts that were to go out: delivery and conversation in one round trip. Where a text did not go out a
-- person is called. They run with the rights and the row security of the caller.

-- Gives conversations a new version, and calls a person to those whose text did not go out.
create function conversations_tell(member uuid, failed boolean) returns void language sql as $$
    update public.conversations_conversation c set
        version = nextval('public.conversations_version'),
        waiting_since = case when failed then coalesce(c.waiting_since, now()) else c.waiting_since end
    where c.member_id = member
$$;

-- Notes what came of attempts to send; returns what changed. A receipt may have come before the carrier's call
-- returned, or the sweep have given the text up: "sent" is the truth unless the carrier has said more, anything else
-- holds only for a claim.
create function conversations_note_outcomes(
    ids uuid[], states text[], notes text[], carrier_ids text[], due timestamptz[]
) returns table (message_id uuid, member_id uuid, state text) language plpgsql as $$
begin
    for message_id, member_id, state in
        update public.conversations_delivery d set
            state = o.state,
            note = o.note,
            carrier_message_id = o.carrier_message_id,
            due_at = coalesce(o.due_at, d.due_at)
        from unnest(ids, states, notes, carrier_ids, due) as o (id, state, note, carrier_message_id, due_at)
        where d.id = o.id
          and (d.state = 'sending' or (o.state = 'sent' and d.state in ('pending', 'unconfirmed')))
        returning d.id, d.member_id, d.state
    loop
        perform public.conversations_tell(member_id, state in ('failed', 'unconfirmed'));
        return next;
    end loop;
end
$$;

-- Notes how a text ended, if that is news; returns what changed. Good news stands, whatever order receipts come in.
create function conversations_note_receipt(
    organization uuid, message uuid, carrier_message text, new_state text, new_note text
) returns table (message_id uuid, member_id uuid) language plpgsql as $$
begin
    if message is null then
        select d.id into message from public.conversations_delivery d
        where d.organization_id = organization
          and d.carrier_message_id = carrier_message and d.carrier_message_id <> '';
    end if;
    for message_id, member_id in
        update public.conversations_delivery d set
            state = new_state,
            note = new_note,
            carrier_message_id = coalesce(nullif(carrier_message, ''), d.carrier_message_id)
        where d.id = message and d.organization_id = organization
          and d.state not in ('delivered', 'withheld', new_state)
        returning d.id, d.member_id
    loop
        perform public.conversations_tell(member_id, new_state = 'failed');
        return next;
    end loop;
end
$$;

grant execute on function
    conversations_tell(uuid, boolean),
    conversations_note_outcomes(uuid[], text[], text[], text[], timestamptz[]),
    conversations_note_receipt(uuid, uuid, text, text, text)
    to chaperone_web, chaperone_worker;
