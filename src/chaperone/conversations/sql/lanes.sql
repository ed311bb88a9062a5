-- Texts that cannot wait. Web notes the lane of a text in the transaction that accepts it.
grant update (lane) on conversations_turn to chaperone_web;

-- Where something urgent waits, in any organization, so that a worker need not enter each one to see. The owner's
-- policies serve this function only: no server process signs in as the owner.
create policy hurrying on conversations_conversation for select to chaperone_owner
    using (lane > 0 and due_since is not null);
create policy hurrying on conversations_delivery for select to chaperone_owner
    using (kind = 'safety' and state = 'pending');
create function conversations_hurrying() returns table (id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
    select organization_id from conversations_conversation where lane > 0 and due_since is not null
    union
    select organization_id from conversations_delivery
    where kind = 'safety' and state = 'pending' and due_at <= now()
$$;
revoke all on function conversations_hurrying() from public;
grant execute on function conversations_hurrying() to chaperone_worker;
