-- Writing an entry.

-- Every entry waits for its place in the tree, whoever inserted it: the owner of this function writes the pending
-- row, so that no login needs a right on ledger_pending to append, and none can append around it.
create function ledger_await_place() returns trigger language plpgsql security definer as $$
begin
    insert into public.ledger_pending (entry_id) values (new.id);
    return null;
end
$$;

create trigger ledger_entry_awaits_place after insert on ledger_entry
    for each row execute function ledger_await_place();

-- One round trip, and the plans of its statements are kept for the connection. It runs with the rights and the
-- row security of the caller.
create function ledger_append(
    entry_id uuid, organization uuid, event text, actor_kind text, actor_id uuid,
    recorded_at timestamptz, sealed bytea, members uuid[]
) returns void language plpgsql as $$
begin
    with entry as (
        insert into public.ledger_entry
            (id, organization_id, event, actor_kind, actor_id, recorded_at, sealed)
        values (entry_id, organization, event, actor_kind, actor_id, recorded_at, sealed)
    )
    insert into public.ledger_subject (entry_id, organization_id, member_id)
    select ledger_append.entry_id, organization, member_id from unnest(members) as member_id;
end
$$;
grant execute on function ledger_append(uuid, uuid, text, text, uuid, timestamptz, bytea, uuid[])
    to chaperone_web, chaperone_worker;
